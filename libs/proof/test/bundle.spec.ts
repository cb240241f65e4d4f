import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  cosigner, exitCode, firstWitness, formatCheckpoint, formatEntry, formatNote, formatPolicy, formatVerifierKey, keyFile, logFiles, logKey, noLeaf, parseEntry, parsePolicy, piecesOf, rootOf, sealEvent, serveWitness, signText, tiles, Unusable, verifyBundle, verifyStore, wholeLog, witness, writeBundle, writeDurably, type BundleReport, type Entry, type Policy,
} from '../src';
import { folders, logs, newWitnessKey, office, secret } from './diary';

describe.each(logs)('In a log of %s,', (_, newKey, hashing) => {
  const newFolder = folders();
  const seconds = 1_780_000_000;

  /** A log of five streams, sealed in three goes, cosigned at the end; one of them as a bundle, and all of it. */
  const bundles = async () => {
    const home = newFolder();
    const diary = office(home, undefined, {}, newKey);
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
    const { folder, key, seal } = office(newFolder(), undefined, {}, newKey);
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

  it('an entry that cannot be read any more is told by its place alone', async () => {
    const bytes = Buffer.from(made.one.toString('latin1').replace('\nstream ', '\nstreem '), 'latin1');
    const { findings } = await verify(bytes, made.policy);
    expect(findings.find(({ kind }) => kind === 'files')).toMatchObject({ zh: expect.stringMatching(/^第 \d+ 条登记无法读取$/) as string, en: expect.stringMatching(/^leaf \d+ cannot be read$/) as string });
  });

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
        const { entry, body } = sealEvent(event, ends.get(event.stream) ?? noLeaf, secret, hashing);
        const altered = formatEntry({ ...parseEntry(entry)!, ...over(parseEntry(entry)!, i) }, hashing);
        ends.set(event.stream, hashing.leaf(altered));
        return { entry: altered, leaf: hashing.leaf(altered), position: event.position, body };
      });
    };
    const judged = async (over: Parameters<typeof sealed>[0]) => {
      const home = newFolder();
      const leaves = sealed(over);
      await tiles(home, hashing).extend(0, leaves);
      const subtree = tiles(home, hashing).subtrees(leaves.length);
      const next = { origin: diary.key.name, size: leaves.length, root: await rootOf(subtree, leaves.length) };
      const note = { text: formatCheckpoint(next), signatures: [await firstWitness(logKey(keyFile(diary.file), diary.key.name), join(home, 'signed')).sign(next, [])] };
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

  describe('A number, a length or an end that is not as the format writes it makes a bundle unusable:', () => {
    const header = /^event (\d+) (\d+) (\d+) (\d+)\n/m;
    const event = (with_: (index: string, entry: string, body: string, proof: string) => string) => (text: string) => text.replace(header, (_, ...[index, entry, body, proof]: [string, string, string, string]) => `event ${with_(index, entry, body, proof)}\n`);
    it.each<[what: string, spoil: (text: string) => string, why: RegExp]>([
      ['an index with a zero before it', event((i, ...rest) => `0${i} ${rest.join(' ')}`), /index: expected a number without zeroes before it/],
      ['no index', event((_, ...rest) => ` ${rest.join(' ')}`), /index: expected a number/],
      ['a signed length', event((i, entry, ...rest) => `${i} +${entry} ${rest.join(' ')}`), /entry: expected a number up to 65535/],
      ['a length in letters', event((i, _, ...rest) => `${i} a ${rest.join(' ')}`), /entry: expected a number up to 65535/],
      ['an entry longer than any', event((i, _, ...rest) => `${i} 65536 ${rest.join(' ')}`), /entry: expected a number up to 65535/],
      ['a body of 10 GB', event((i, entry, _, proof) => `${i} ${entry} 10000000000 ${proof}`), /body: expected a number up to 16000000/],
      ['more hashes than any proof has', event((i, entry, body) => `${i} ${entry} ${body} 65`), /proof: expected a number up to 64/],
      ['a fifth number', event((...all) => `${all.slice(0, 4).join(' ')} 0`), /proof: expected a number/],
      ['a body that is a byte longer than it says', event((i, entry, body, proof) => `${i} ${entry} ${Number(body) - 1} ${proof}`), /a body is longer than it says/],
      ['a proof line that goes on', (text) => text.replace(/^(event .*\n[\s\S]*?\n[\w+/]{43}=)\n/m, '$1='), /a proof line is too long/],
      ['a policy that is longer than it says', (text) => text.replace(/^policy (\d+)/m, (_, length: string) => `policy ${Number(length) - 2}`), /policy is longer than it says/],
      ['a policy of more than a megabyte', (text) => text.replace(/^policy \d+/m, 'policy 1000001'), /policy: expected a number up to 1000000, found 1000001/],
      ['an end with more behind its number', (text) => text.replace(/^end (\d+)/m, 'end $1 0'), /expected event or end, found end/],
      ['an end with a zero before its number', (text) => text.replace(/^end (\d+)/m, 'end 0$1'), /end: expected a number/],
    ])('%s', async (_, spoil, why) => {
      const spoilt = spoil(made.one.toString('latin1'));
      expect(spoilt).not.toBe(made.one.toString('latin1'));
      await expect(verify(Buffer.from(spoilt, 'latin1'), made.policy)).rejects.toThrow(why);
    });
  });

  it('a bundle that goes on in another piece after its end is unusable as well', async () => {
    await expect(verify(Buffer.concat([made.one, Buffer.from('\n')]), made.policy, [], made.one.length)).rejects.toThrow('the bundle goes on after its end');
  });

  it('a history from which every event was taken out shows nothing, and is not called good', async () => {
    const text = made.one.toString('latin1').replace(/^event [\s\S]*/m, 'end 0\n');
    await expect(verify(Buffer.from(text, 'latin1'), made.policy)).rejects.toThrow('the bundle holds no event');
  });

  it('a line that never ends is given up, however much of it there is', async () => {
    let pieces = 0;
    const endless = async function* () {
      for (; pieces < 100; pieces += 1) yield Buffer.alloc(1_000, 'x');
    };
    await expect(verifyBundle(endless())).rejects.toThrow('a line of more than 300 bytes');
    expect(pieces).toBeLessThan(3);
  });

  it('events that stand in another order than that of the log are caught, though each is in it and every stream hangs together', async () => {
    const { diary, all, policy } = made;
    const parts: Buffer[] = [];
    const two = all.filter(({ stream }) => stream === 'b' || stream === 'c');
    for (const events of [two, [two[1]!, two[0]!, ...two.slice(2)]]) {
      parts.length = 0;
      await writeBundle({ folder: diary.folder, secret, scope: 'history-1', events, write: async (part) => void parts.push(Buffer.from(part)) }, all.length);
      const { findings } = await verify(Buffer.concat(parts), policy);
      expect(findings.map(({ kind, index, expected }) => [kind, index, expected])).toEqual(events === two ? [] : [['moved', 1, '3']]);
    }
  });

  it('an index of the whole log that is left out is caught, though all its leaves are there', async () => {
    const { findings } = await verify(Buffer.from(made.whole.toString('latin1').replace(/^event 14 /m, 'event 15 '), 'latin1'), made.policy);
    expect(findings).toEqual([expect.objectContaining({ kind: 'moved', index: 15, expected: '14', found: '15' })]);
  });

  describe('Signed with the log\'s own stolen key,', () => {
    /** A bundle under whatever checkpoint the thief likes. */
    const signed = async (bytes: Buffer, size: number, root: Buffer) => {
      const key = logKey(keyFile(made.diary.file), made.diary.key.name);
      const note = formatNote({ text: formatCheckpoint({ origin: key.name, size, root }), signatures: [signText(key, formatCheckpoint({ origin: key.name, size, root }), 0)] });
      return { note, bundle: Buffer.from(bytes.toString('latin1').replace(/^checkpoint \d+\n[\s\S]*?(?=^event )/m, () => `checkpoint ${Buffer.byteLength(note)}\n${Buffer.from(note).toString('latin1')}\n`), 'latin1') };
    };
    const root = () => rootOf(tiles(made.diary.folder, hashing).subtrees(15), 15);

    it('a checkpoint that tells more leaves than its root has is caught by the whole log', async () => {
      expect((await verify((await signed(made.whole, 15, await root())).bundle, made.policy)).findings).toEqual([]);
      expect((await verify((await signed(made.whole, 16, await root())).bundle, made.policy)).findings).toEqual([expect.objectContaining({ kind: 'truncated', expected: '16', found: '15' })]);
    });

    it('a checkpoint that somebody kept of the same size with another root is a fork, of a history as of the whole', async () => {
      const { note } = await signed(made.one, 15, Buffer.alloc(32));
      for (const bytes of [made.one, made.whole]) expect((await verify(bytes, made.policy, [note])).findings).toEqual([expect.objectContaining({ kind: 'forked', expected: Buffer.alloc(32).toString('base64') })]);
    });

    it('a log that is shorter than somebody kept it is a fork', async () => {
      const { note } = await signed(made.whole, 16, await root());
      expect((await verify(made.whole, made.policy, [note])).findings).toEqual([expect.objectContaining({ kind: 'forked', en: expect.stringContaining('the first 16 leaves') as string })]);
    });

    it('a leaf that is no event\'s is told, in the log as in a bundle of it', async () => {
      const home = newFolder();
      const { diary, policy } = made;
      const entry = Buffer.from('clue-event/v2\nno event\n');
      await tiles(home, hashing).extend(0, [{ entry, leaf: hashing.leaf(entry), position: 1 }]);
      const { note, bundle } = await signed(Buffer.from(made.whole.toString('latin1').replace(/^event [\s\S]*/m, `event 0 ${entry.length} 0 0\n${entry.toString()}\nend 1\n`), 'latin1'), 1, hashing.leaf(entry));
      await writeDurably(join(home, logFiles.checkpoint), note);
      expect((await verify(bundle, policy)).findings).toEqual([expect.objectContaining({ kind: 'files', index: 0, en: expect.stringContaining('cannot be read') as string })]);
      expect((await verifyStore({ store: diary.store, folder: home, secret, policy, seen: [], now: seconds * 1_000 })).findings).toContainEqual(expect.objectContaining({ kind: 'files', index: 0, en: 'entry 0 of the log cannot be read' }));
    });
  });
});
