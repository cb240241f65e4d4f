import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore, StoredEvent } from '@anjuan/event-store';
import {
  exitCode, firstWitness, formatCheckpoint, formatOpening, formatPolicy, keyFile, logFiles, logKey, notary, originAfter, originNumber, parseCheckpoint, parseNote, parseOpening, parsePolicy, seenOf, Unusable, verifyBundle, verifyStore, wholeLog, writeBundle, writeDurably, type Opening, type SigningKey,
} from '../src';
import { everything, folders, logs, office, secret } from './diary';

describe.each(logs)('In a log of %s,', (_, newKey, hashing) => {
  const newFolder = folders();

  /** The store as it is after a restore that lost all behind those events, or somebody's work on them. */
  const holding = (events: readonly StoredEvent[]): EventStore => ({
    readAll: async (after: number, limit: number) => events.filter(({ position }) => position > after).slice(0, limit),
    read: async (stream: string, after = 0) => ({ events: events.filter((event) => event.stream === stream && event.revision > after), commands: [] }),
  } as Partial<EventStore> as EventStore);

  type Log = { readonly folder: string; readonly key: SigningKey; readonly closed: readonly SigningKey[]; readonly store: EventStore };

  /** A log of ten leaves, and what an auditor kept of it at six and at ten. */
  const lived = async () => {
    const home = newFolder();
    const diary = office(home, undefined, {}, newKey);
    const kept = () => readFileSync(join(diary.folder, logFiles.checkpoint), 'utf8');
    await diary.write('a', '1', '2', '3');
    await diary.write('b', '1', '2', '3');
    await diary.seal(await everything(diary));
    const atSix = kept();
    await diary.write('a', '4', '5');
    await diary.write('c', '1', '2');
    await diary.seal(await everything(diary));
    const own = keyFile(diary.file);
    const log: Log = { folder: diary.folder, key: logKey(own, diary.key.name), closed: [], store: diary.store };
    return { log, events: await everything(diary), atSix, atTen: kept(), own };
  };

  /** Begins that log anew over what the store holds now, with an opening that says what it likes. */
  const begin = async (before: Log, events: readonly StoredEvent[], says: Partial<Opening> & Pick<Opening, 'kept' | 'seen'>, first?: Buffer): Promise<Log> => {
    const home = newFolder();
    const [folder, origin] = [join(home, 'proof'), originAfter(before.key.name)];
    const key = logKey(before.key.secret, origin);
    const opening = first ?? formatOpening({ origin, after: before.key.name, time: '2026-03-03T01:00:00.000Z', reason: '机房火灾', approvals: ['甲', '乙'], ...says });
    cpSync(before.folder, join(folder, 'before'), { recursive: true });
    writeFileSync(join(folder, 'opening'), opening);
    const log = { folder, key, closed: [before.key, ...before.closed], store: holding(events) };
    await writeDurably(join(folder, logFiles.policy), formatPolicy(key, undefined, log.closed));
    await notary({ folder, key, opening, witness: firstWitness(key, join(home, 'signed')), secret, store: log.store }).catchUp(events.length);
    return log;
  };

  const verify = ({ folder, key, closed, store }: Log, ...seen: readonly string[]) =>
    verifyStore({ store, folder, secret, policy: parsePolicy(formatPolicy(key, undefined, closed)), seen, now: Date.parse('2026-03-02T01:00:30Z') });
  const told = async (log: Log, ...seen: readonly string[]) => (await verify(log, ...seen)).findings.map(({ kind, en }) => `${kind}: ${en}`);

  const forged = (events: readonly StoredEvent[], at: number) => events.map((event, i) => (i === at ? { ...event, data: { text: 'forged' } } : event));

  it('a log begun anew after a loss, and once more after another, is good, and so is all that was kept of those before it', async () => {
    const { log, events, atSix, atTen } = await lived();
    const second = await begin(log, events.slice(0, 8), { kept: 8, seen: atTen });
    const report = await verify(second, atSix, atTen);
    expect(report).toMatchObject({ size: 9, events: 8, findings: [], begun: [{ kept: 8 }] });
    expect(exitCode(report)).toBe(0);
    const atNine = readFileSync(join(second.folder, logFiles.checkpoint), 'utf8');
    expect(await told(await begin(second, events.slice(0, 7), { kept: 8, seen: atNine }), atSix, atTen, atNine)).toEqual([]);
  });

  it('what it says it kept must be there: fewer leaves than that are a loss nobody owned up to', async () => {
    const { log, events, atSix, atTen } = await lived();
    const cut = await begin(log, events.slice(0, 5), { kept: 8, seen: atTen });
    expect(await told(cut, atSix, atTen)).toEqual([expect.stringMatching(/^truncated: .* kept the first 8 leaves of .* holds 5 of them$/)]);
    expect(exitCode(await verify(cut))).toBe(1);
    const second = await begin(log, events.slice(0, 8), { kept: 8, seen: atTen });
    const third = await begin(second, events.slice(0, 7), { kept: 9, seen: readFileSync(join(second.folder, logFiles.checkpoint), 'utf8') });
    expect(await told(third)).toEqual([expect.stringMatching(/^truncated: .* kept the first 9 leaves of \S+\/2, and holds 8 of them$/), expect.stringMatching(/^truncated: .* kept the first 8 leaves of .* holds 7 of them$/)]);
  });

  it('what was kept cannot be rewritten on the way: a checkpoint of the closed log that an auditor has, or that lies in its own folder, tells', async () => {
    const { log, events, atSix, atTen } = await lived();
    const rewritten = await begin(log, forged(events, 2), { kept: 10, seen: formatCheckpoint(parseCheckpoint(parseNote(atTen).text)) });
    const at = (size: number) => expect.stringMatching(new RegExp(`^forked: the first ${size} leaves of .* are not those of its checkpoint`)) as string;
    expect(await told(rewritten)).toEqual([at(10)]);
    expect(await told(rewritten, atSix)).toEqual([at(6), at(10)]);
    const quoted = await begin(log, forged(events, 2), { kept: 6, seen: atSix });
    writeFileSync(join(quoted.folder, 'before', logFiles.checkpoint), atSix);
    expect(await told(quoted)).toEqual([at(6), at(6)]); // as it lies there, and as the opening quotes it
  });

  it('the cosigned checkpoint in the closed log\'s folder tells it as well', async () => {
    const { log, events, atTen } = await lived();
    const rewritten = await begin(log, forged(events, 2), { kept: 10, seen: formatCheckpoint(parseCheckpoint(parseNote(atTen).text)) });
    renameSync(join(rewritten.folder, 'before', logFiles.checkpoint), join(rewritten.folder, 'before', logFiles.cosigned));
    expect(await told(rewritten)).toEqual([expect.stringMatching(/^forked: the first 10 leaves/)]);
  });

  it('what was written after the loss is not held against what was lost', async () => {
    const { log, events, atSix, atTen } = await lived();
    expect(await told(await begin(log, forged(forged(events, 8), 9), { kept: 8, seen: atTen }), atSix, atTen)).toEqual([]);
  });

  it('of a log that was begun anew twice, the second is held against its own checkpoints with its own opening in front', async () => {
    const { log, events, atTen } = await lived();
    const second = await begin(log, events.slice(0, 8), { kept: 8, seen: atTen });
    const third = await begin(second, forged(events.slice(0, 8), 7), { kept: 9, seen: readFileSync(join(second.folder, logFiles.checkpoint), 'utf8') });
    expect(await told(third)).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^forked: the first 9 leaves of \S+\/2 are not those/)));
  });

  it('more was seen of the closed log than its successor owns up to', async () => {
    const { log, events, atSix, atTen } = await lived();
    const smaller = await begin(log, events.slice(0, 6), { kept: 6, seen: atSix });
    expect(await told(smaller, atTen)).toContainEqual(expect.stringMatching(/^forked: 10 leaves of \S+ were signed, but \S+\/2 was begun as if only 6 had been seen$/));
  });

  it('a checkpoint of a log that it was not begun after stays a fork', async () => {
    const [{ log, events, atTen }, stranger] = [await lived(), await lived()];
    const second = await begin(log, events, { kept: 10, seen: atTen });
    const trusting = { ...second, closed: [...second.closed, stranger.log.key] };
    expect(await told(trusting, stranger.atSix)).toEqual([expect.stringMatching(/^forked: 6 leaves of \S+ were signed once, and the log has 11 now/)]);
  });

  it('its first leaf is the opening that lies beside it, of its own name, and nothing else', async () => {
    const { log, events, atTen } = await lived();
    const notItsOpening = /^files: the first leaf of \S+\/2 is not its opening$/;
    const says = { kept: 10, seen: atTen };
    const other = await begin(log, events, says);
    writeFileSync(join(other.folder, 'opening'), formatOpening({ ...parseOpening(readFileSync(join(other.folder, 'opening')))!, reason: '别的原因' }));
    expect(await told(other)).toEqual([expect.stringMatching(notItsOpening)]);
    expect(await told(await begin(log, events, { ...says, origin: 'anjuan.local/log/other/2' }), atTen)).toContainEqual(expect.stringMatching(notItsOpening));
    expect(await told(await begin(log, events, says, Buffer.from('no opening')))).toContainEqual(expect.stringMatching(notItsOpening));
  });

  describe('A bundle of a log begun anew', () => {
    const bundled = async () => {
      const { log, events, atTen } = await lived();
      const second = await begin(log, events, { kept: 10, seen: atTen });
      const written = async (scope: string, of: readonly StoredEvent[]) => {
        const parts: string[] = [];
        await writeBundle({ folder: second.folder, secret, scope, events: of, write: async (part) => void parts.push(Buffer.from(part).toString('latin1')) }, of.at(-1)!.position);
        return parts.join('');
      };
      const outcome = (text: string) =>
        verifyBundle((async function* () { yield Buffer.from(text, 'latin1'); })(), parsePolicy(formatPolicy(second.key, undefined))).then(
          ({ findings, begun }) => (findings.length === 0 ? `good, begun ${begun.length} times` : findings.map(({ kind, en }) => `${kind}: ${en}`)), (error: unknown) => (error instanceof Unusable ? error.message : Promise.reject(error)));
      const [history, whole] = [await written('history-1', events.filter(({ stream }) => stream === 'a')), await written(wholeLog, events)];
      return { history, whole, outcome, log, atTen };
    };
    const opening = /^opening (\d+) \d+\n([\s\S]*?)\n(?=event )/m;

    it('is good with its opening, of a history as of the whole', async () => {
      const { history, whole, outcome } = await bundled();
      expect([await outcome(history), await outcome(whole)]).toEqual(['good, begun 1 times', 'good, begun 1 times']);
    });

    it('is not good without it, nor with one that says something else, nor with it twice or in another place', async () => {
      const { history, whole, outcome } = await bundled();
      for (const text of [history, whole]) {
        const [part] = opening.exec(text)!;
        expect(await outcome(text.replace(opening, ''))).toContainEqual(expect.stringMatching(/^files: the bundle lacks the opening/));
        expect(await outcome(text.replace('approval "\\u7532"', 'approval "\\u7533"'))).toContainEqual(expect.stringMatching(text === history ? /^files: the first leaf of \S+\/2 is not its opening/ : /^rewritten/));
        expect(await outcome(text.replace(part, part + part))).toBe('the bundle has an opening where none belongs');
        expect(await outcome(text.replace(part, '').replace(/^end /m, `${part}end `))).toBe('the bundle has an opening where none belongs');
        expect(await outcome(text.replace(opening, (all, length: string) => all.replace(`opening ${length}`, `opening ${Number(length) + 1}`)))).toMatch('an opening is longer than it says');
      }
    });

    it('shows no opening where the log was never begun anew', async () => {
      const { history, log } = await bundled();
      const [part] = opening.exec(history)!;
      const parts: string[] = [];
      await writeDurably(join(log.folder, logFiles.policy), formatPolicy(log.key, undefined));
      await writeBundle({ folder: log.folder, secret, scope: wholeLog, events: await log.store.readAll(0, 100), write: async (text) => void parts.push(Buffer.from(text).toString('latin1')) }, 10);
      const text = parts.join('').replace(/^event /m, `${part}event `);
      await expect(verifyBundle((async function* () { yield Buffer.from(text, 'latin1'); })())).rejects.toThrow('the bundle has an opening where none belongs');
    });
  });

  describe('An opening', () => {
    const origin = 'anjuan.local/log/x/2';
    const right = { origin, after: 'anjuan.local/log/x', kept: 3, time: '2026-03-03T01:00:00.000Z', reason: '机房火灾', approvals: ['甲', '乙'], seen: `anjuan.local/log/x\n5\n${hashing.leaf(Buffer.of()).toString('base64')}\n` } as const;

    it('comes back as it was written, in ASCII', () => {
      const bytes = formatOpening(right);
      expect(bytes.toString('latin1')).toMatch(/^[ -~\n]*$/);
      expect(parseOpening(bytes)).toEqual(right);
      expect(seenOf(right).size).toBe(5);
    });

    it('is none when a line is missing, doubled or added, or a value is no text, or its number does not follow, or what was seen is no checkpoint', () => {
      const text = formatOpening(right).toString();
      const lines = text.split('\n');
      const wrong = [
        ...lines.slice(0, -1).flatMap((line, i) => [lines.toSpliced(i, 1), lines.toSpliced(i, 0, line)]).map((some) => some.join('\n')), `${text}more`, text.slice(0, -1), text.replace(/^kept .*$/m, 'kept 3'), text.replace('kept "3"', 'kept "03"'),
        ...[{ origin: 'anjuan.local/log/x/3' }, { after: 'anjuan.local/log/x/2' }, { seen: 'anjuan.local/log/x\n5\nno root\n' }, { seen: '' }].map((over) => formatOpening({ ...right, ...over }).toString()),
      ];
      for (const one of wrong) expect([one, parseOpening(Buffer.from(one))]).toEqual([one, undefined]);
    });
  });

  it.each([['anjuan.local/log/x', 1, 'anjuan.local/log/x/2'], ['anjuan.local/log/x/2', 2, 'anjuan.local/log/x/3'], ['anjuan.local/log/x/19', 19, 'anjuan.local/log/x/20'], ['anjuan.local/log/2', 1, 'anjuan.local/log/2/2'], ['a/log/x/1', 1, 'a/log/x/1/2'], ['a/log/x/02', 1, 'a/log/x/02/2']])(
    '%s is the log number %d of its name, and the next is called %s', (origin, number, next) => expect([originNumber(origin), originAfter(origin)]).toEqual([number, next]));
});
