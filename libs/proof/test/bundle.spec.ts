import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  cosigner, exitCode, firstWitness, formatCheckpoint, formatEntry, formatNote, formatPolicy, formatVerifierKey, keyFile, kinds, leafHash, logFiles, noLeaf, parseEntry, parsePolicy, piecesOf, rootOf, sealEvent, serveWitness, signingKey, tiles,
  Unusable, verifyBundle, verifyStore, wholeLog, witness, writeBundle, writeDurably, type BundleReport, type Entry, type Policy,
} from '../src';
import { folders, newWitnessKey, office, secret } from './diary';

const newFolder = folders();
const seconds = 1_780_000_000;

/** A log of five streams, sealed in three goes, cosigned at the end; one of them as a bundle, and all of it. */
const bundles = async () => {
  const home = newFolder();
  const diary = office(home);
  const key = newWitnessKey('witness.example/w1');
  const server = await serveWitness(witness({ folder: join(home, 'seen'), key, logs: [diary.key], now: () => seconds }), 0);
  const policyText = formatPolicy(diary.key, `witness w1 ${formatVerifierKey(key)} ${server.url}\nquorum w1\n`);
  const policy = parsePolicy(policyText);
  await writeDurably(join(diary.folder, logFiles.policy), policyText);
  let older = '';
  for (const text of ['一', '二', '三']) {
    for (const stream of ['a', 'b', 'c', 'd', 'e']) await diary.write(stream, `${text} of ${stream}`);
    await diary.seal(await diary.store.readAll(0, 100));
    older ||= readFileSync(join(diary.folder, logFiles.checkpoint), 'utf8');
  }
  await cosigner(diary.folder, policy.witnesses)();
  await server.stop();
  const all = await diary.store.readAll(0, 100);
  const written = async (scope: string, events: typeof all) => {
    const parts: Buffer[] = [];
    await writeBundle({ folder: diary.folder, secret, scope, events, write: async (part) => void parts.push(Buffer.from(part)) }, events.at(-1)!.position);
    return Buffer.concat(parts);
  };
  return { policy, older, diary, all, one: await written('history-1', all.filter(({ stream }) => stream === 'c')), whole: await written(wholeLog, all) };
};

const verify = (bytes: Buffer, policy?: Policy, seen: readonly string[] = [], piece = 1_000) =>
  verifyBundle((async function* () {
    // Each piece is good until the next is asked for, and then holds something else.
    for (let at = 0; at < bytes.length; at += piece) {
      const part = Buffer.from(bytes.subarray(at, at + piece));
      yield part;
      part.fill(0xff);
    }
  })(), policy, seen);

const outcome = (bytes: Buffer, policy: Policy): Promise<number> => verify(bytes, policy).then(exitCode, (error: unknown) => (error instanceof Unusable ? 2 : Promise.reject(error)));

let made: Awaited<ReturnType<typeof bundles>>;
beforeEach(async () => { made = await bundles(); });

it('a history verifies with nothing but itself and the keys one trusts, whatever pieces it arrives in', async () => {
  for (const piece of [1, 7, 100_000]) {
    const report: BundleReport = await verify(made.one, made.policy, [], piece);
    expect(report).toMatchObject({ scope: 'history-1', size: 15, events: 3, streams: 1, trust: 'given', cosigned: [{ name: 'w1', seconds }], found: 0, doubts: [] });
    expect(exitCode(report)).toBe(0);
  }
  expect(await verify(made.one)).toMatchObject({ trust: 'bundled', found: 0 });
  expect(made.one.toString()).toContain('三 of c');
});

it('the whole log verifies, also against a checkpoint that somebody kept', async () => {
  expect(await verify(made.whole, made.policy, [made.older])).toMatchObject({ scope: 'log', size: 15, events: 15, streams: 5, found: 0, doubts: [] });
});

it('a file longer than what is read at once verifies as well, and is closed again, also when it is no bundle', async () => {
  const file = join(newFolder(), 'bundle');
  const opened = () => readdirSync('/proc/self/fd').filter((fd) => { try { return readlinkSync(`/proc/self/fd/${fd}`) === file; } catch { return false; } });
  const events = Array.from({ length: 15 }, (_, i) => ({ ...made.all[0]!, id: `${i}`, stream: `s${i}`, revision: 1, position: i + 1, data: { text: '长'.repeat(40_000) } }));
  const { folder, key, seal } = office(newFolder());
  await seal(events);
  await writeDurably(join(folder, logFiles.policy), formatPolicy(key, undefined));
  const parts: (string | Buffer)[] = [];
  await writeBundle({ folder, secret, scope: wholeLog, events, write: async (part) => void parts.push(part) }, 15);
  writeFileSync(file, parts.join(''));
  expect(statSync(file).size).toBeGreaterThan(1_000_000);
  expect(await verifyBundle(piecesOf(file))).toMatchObject({ events: 15, found: 0 });
  writeFileSync(file, `x${parts.join('')}`);
  await expect(verifyBundle(piecesOf(file))).rejects.toThrow(Unusable);
  expect(opened()).toEqual([]);
});

it('any byte changed anywhere is caught, or makes it unreadable: in no case is it good', () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom('one', 'whole'), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, where, mask) => {
      const bytes = Buffer.from(made[which as 'one' | 'whole']);
      const at = where % bytes.length;
      // Whom to trust is not taken from the bundle, and the scope's name is a label: neither is what was sealed.
      const checkpoint = bytes.indexOf('\ncheckpoint ');
      if (at >= bytes.indexOf('scope ') && at <= checkpoint) return;
      bytes[at]! ^= mask;
      expect(await outcome(bytes, made.policy)).not.toBe(0);
    }),
    { numRuns: 400 },
  ));

it('a cut, lengthened, doubled or shuffled bundle is caught', async () => {
  const { one, whole, policy } = made;
  for (const bytes of [one, whole]) {
    const events = [...bytes.toString('latin1').matchAll(/^event \d+ \d+ \d+ \d+$/gm)].map(({ index }) => index);
    const end = bytes.lastIndexOf('end ');
    const [from, to, last] = [events[0]!, events[1]!, events.at(-1)!];
    const counted = (part: Buffer, n: number) => Buffer.concat([part, Buffer.from(`end ${n}\n`)]);
    const n = events.length;
    expect(await outcome(bytes.subarray(0, end), policy)).toBe(2);
    expect(await outcome(bytes.subarray(0, -1), policy)).toBe(2);
    expect(await outcome(Buffer.concat([bytes, Buffer.from('x')]), policy)).toBe(2);
    expect(await outcome(counted(bytes.subarray(0, end), n + 1), policy)).toBe(2);
    expect(await outcome(counted(Buffer.concat([bytes.subarray(0, from), bytes.subarray(to, end)]), n - 1), policy)).toBe(1);
    expect(await outcome(counted(Buffer.concat([bytes.subarray(0, end), bytes.subarray(from, to)]), n + 1), policy)).toBe(1);
    expect(await outcome(counted(Buffer.concat([bytes.subarray(0, from), bytes.subarray(to, end), bytes.subarray(from, to)]), n), policy)).toBe(1);
    // A history may end anywhere; the whole log may not.
    expect(await outcome(counted(bytes.subarray(0, last), n - 1), policy)).toBe(bytes === whole ? 1 : 0);
  }
});

it('a bundle of somebody else\'s log, or without the witnesses one asks for, is not good', async () => {
  const stranger = await bundles();
  expect(await verify(made.one, stranger.policy)).toMatchObject({ findings: [{ kind: 'signature' }] });
  const alone = Buffer.from(made.one.toString().replace(/^checkpoint \d+\n([\s\S]*?)— witness[^\n]*\n/m, (_, note: string) => `checkpoint ${Buffer.byteLength(note)}\n${note}`));
  const report = await verify(alone, made.policy);
  expect(report).toMatchObject({ found: 0, cosigned: [], doubts: [{ kind: 'quorum' }] });
  expect(exitCode(report)).toBe(3);
  const kept = readFileSync(join(stranger.diary.folder, logFiles.cosigned), 'utf8');
  expect(await verify(made.whole, { ...made.policy, logs: [...made.policy.logs, ...stranger.policy.logs] }, [kept])).toMatchObject({ found: 2 });
  await expect(verify(made.one, made.policy, [made.older])).rejects.toThrow('the whole log only');
});

it.each([
  ['nothing', ''], ['something else', 'PK\u0003\u0004 a zip\n'], ['a version to come', 'anjuan-bundle/v2\n'], ['a line without end', 'x'.repeat(1_000)], ['a policy of 10 GB', 'anjuan-bundle/v1\nscope log\npolicy 10000000000\n'],
  ['a size with a plus', 'anjuan-bundle/v1\nscope log\npolicy +7\n'], ['a size beyond 2^64', 'anjuan-bundle/v1\nscope log\npolicy 18446744073709551616\n'],
])('%s is unusable, and said so', async (_, text) => {
  await expect(verify(Buffer.from(text))).rejects.toThrow(/damaged at byte \d+/);
});

it('a signed log whose streams do not hang together is caught, in it as in a bundle of it: a gap, a repeat, a link to another leaf', async () => {
  const { diary, all, policy, whole } = made;
  const sealed = (over: (entry: Entry, i: number) => Partial<Entry>) => {
    const ends = new Map<string, Buffer>();
    return all.map((event, i) => {
      const { entry, body } = sealEvent(event, ends.get(event.stream) ?? noLeaf, secret);
      const altered = formatEntry({ ...parseEntry(entry)!, ...over(parseEntry(entry)!, i) });
      ends.set(event.stream, leafHash(altered));
      return { entry: altered, leaf: leafHash(altered), position: event.position, body };
    });
  };
  const judged = async (over: Parameters<typeof sealed>[0]) => {
    const home = newFolder();
    const leaves = sealed(over);
    await tiles(home).extend(0, leaves);
    const subtree = tiles(home).subtree(leaves.length);
    const next = { origin: diary.key.name, size: leaves.length, root: await rootOf(subtree, leaves.length) };
    const note = { text: formatCheckpoint(next), signatures: [await firstWitness(signingKey(diary.key.name, kinds.note, keyFile(diary.file)), join(home, 'signed')).sign(next, [])] };
    await writeDurably(join(home, logFiles.checkpoint), formatNote(note));
    const { findings } = await verifyStore({ store: diary.store, folder: home, secret, policy, seen: [], now: seconds * 1_000 });
    const ofChains = ({ findings }: Pick<BundleReport, 'findings'>) => findings.filter(({ kind }) => kind === 'chain').map(({ index, field }) => `${index} ${field}`);
    const head = whole.toString().slice(0, whole.indexOf('\ncheckpoint ') + 1);
    const parts = leaves.map(({ entry, body }, i) => `event ${i} ${entry.length} ${Buffer.byteLength(body)} 0\n${entry.toString()}${body}\n`);
    const bundle = Buffer.from(`${head}checkpoint ${Buffer.byteLength(formatNote(note))}\n${formatNote(note)}\n${parts.join('')}end ${leaves.length}\n`);
    const bundled = await verify(bundle, policy);
    expect(bundled.findings.filter(({ kind }) => kind !== 'chain')).toEqual([]);
    expect(ofChains(bundled)).toEqual(ofChains({ findings }));
    return ofChains({ findings });
  };
  expect(await judged(() => ({}))).toEqual([]);
  expect(await judged((_, i) => (i === 7 ? { version: '4' } : {}))).toEqual(['7 version', '12 version']);
  expect(await judged((_, i) => (i === 12 ? { version: '2' } : {}))).toEqual(['12 version']);
  expect(await judged((_, i) => (i === 7 ? { prev: noLeaf.toString('base64') } : {}))).toEqual(['7 prev']);
});

it('an event that is not as it was sealed does not get into a bundle', async () => {
  const { diary, all } = made;
  const events = [{ ...all[0]!, data: { text: 'other' } }];
  await expect(writeBundle({ folder: diary.folder, secret, scope: 'h', events, write: async () => undefined }, 1)).rejects.toThrow('not as it was sealed');
});

it.each([[-3], [0]])('an event that was never sealed, at position %d before all that were, does not cut a bundle of the whole log short: it is told', async (position) => {
  const { diary, all } = made;
  const events = [...all, { ...all[0]!, id: 'forged', position }].toSorted((a, b) => a.position - b.position);
  await expect(writeBundle({ folder: diary.folder, secret, scope: wholeLog, events, write: async () => undefined }, 0)).rejects.toThrow(`position ${position} was never sealed`);
});
