import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryEventStore, type StoredEvent } from '@anjuan/event-store';
import fc from 'fast-check';
import { canonical, fields, firstWitness, formatEntry, formatOf, formatPolicy, growingTree, inclusionProof, leafHash, noLeaf, parseCheckpoint, parseEntry, parseLink, parseNote, parsePolicy, sealEvent, signedFile, tilePath, tiles, verifiedSignatures, verifyInclusion, verifyStore, type CrashPoint, type Field } from '../src';
import { folders, office, secret } from './diary';

const newFolder = folders();
const checkpointIn = (folder: string) => parseCheckpoint(parseNote(readFileSync(join(folder, 'checkpoint'), 'utf8')).text);
const filesOf = (folder: string) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
const everything = async ({ store }: ReturnType<typeof office>) => store.readAll(0, 10_000);

describe('An entry', () => {
  it('is as the format says, one line a field, and holds no name and no word of the content', async () => {
    const diary = office(newFolder());
    await diary.write('s', '被反映人0001 收受礼金');
    const [event] = await everything(diary);
    const { entry, body } = sealEvent(event!, noLeaf, secret);
    const text = entry.toString();
    expect(text.split('\n').slice(0, -1).map((line) => line.split(' ')[0])).toEqual(['clue-event/v2', ...fields]);
    expect(text).toMatch(/^clue-event\/v2\nid [0-9a-f-]{36}\nstream s\nversion 1\ntype LineWritten\nschema 1\ntime 2026-03-02T01:00:00\.000Z\nactor [\w+/]{43}=\ncmd [0-9a-f-]{36}\nprev A{43}=\nbody [\w+/]{43}=\nkeys k-1\npolicy [\w+/]{43}=\n$/);
    expect(text).not.toMatch(/P-01|被反映人/);
    expect(body).toContain('被反映人0001');
  });

  it('is other bytes for any other event, and the same for the same one however its JSON was written', async () => {
    const diary = office(newFolder());
    await diary.write('s', 'text');
    const event = (await everything(diary))[0]!;
    const leaf = (over: object) => sealEvent({ ...event, ...over }, noLeaf, secret).leaf.toString('hex');
    expect(leaf({ data: { more: { a: ['二', 2], b: 1 }, text: 'text' } })).toBe(leaf({}));
    const others = [
      { id: event.id.replace(/.$/, 'x') }, { stream: 't' }, { revision: 2 }, { type: 'Other' }, { schema: 2 }, { recordedAt: '2026-03-02T01:00:00.001Z' }, { actor: { ...event.actor, person: 'P-02' } },
      { command: 'c' }, { data: {} }, { sealed: [] }, { policy: 'policy-2' }, { organ: 'other' }, { approvals: [{ level: 'chief', approver: event.actor, signedOn: '2026-03-02' }] }, { basis: [] }, { calendar: '' },
      { read: { s: 1 } }, { confidentiality: '' }, { occurredAt: '2026-03-01' }, { correlation: 'h' }, { causation: 'x' }, { n: 1 }, { table: '' }, { row: 'other' }, { process: 'other' }, { body: 'other' },
    ];
    expect(new Set([{}, ...others].map(leaf)).size).toBe(others.length + 1);
  });

  it('of the first format stays valid: what was sealed in it is sealed in it again, byte for byte, when the log has to be made anew', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('s', 'one', 'two', 'three');
    // As a log that was sealed before there was another format: the signer had nothing to write down about it.
    const old = { ...firstWitness(diary.key, signedFile(diary.file)), oldEntries: async () => Infinity };
    await office(home, diary.store, { witness: old }).seal((await everything(diary)).slice(0, 2));
    const before = await tiles(diary.folder).entries(0, 2);
    expect(before.map(formatOf)).toEqual(['clue-event/v1', 'clue-event/v1']);
    await diary.seal(await everything(diary));
    expect((await tiles(diary.folder).entries(0, 3)).map(formatOf)).toEqual(['clue-event/v1', 'clue-event/v1', 'clue-event/v2']);
    const whole = filesOf(diary.folder).map((file) => [file, readFileSync(join(diary.folder, file)).toString('hex')]);
    rmSync(diary.folder, { recursive: true });
    await office(home, diary.store).catchUp(3);
    expect(filesOf(diary.folder).map((file) => [file, readFileSync(join(diary.folder, file)).toString('hex')]).filter(([file]) => !file!.endsWith('.p/2'))).toEqual(whole.filter(([file]) => !file!.endsWith('.p/2')));
    const policy = parsePolicy(formatPolicy(diary.key, undefined));
    expect(await verifyStore({ store: diary.store, folder: diary.folder, secret, policy, seen: [], now: Date.parse('2026-03-02T01:00:30Z') })).toMatchObject({ size: 3, events: 3, found: 0 });
  });

  it('comes back as it was written, whatever its values hold, and no value can pretend to be another field', () =>
    fc.assert(
      fc.property(fc.tuple(...fields.map(() => fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '"', 'a\nprev b', ' x', '"sha256', '\u0000')))), (values) => {
        const entry = Object.fromEntries(fields.map((field, i) => [field, values[i]])) as Record<Field, string>;
        const bytes = formatEntry(entry);
        expect(bytes.toString('latin1')).toMatch(/^[ -~\n]*$/);
        expect(parseEntry(bytes)).toEqual(entry);
        const { stream, version, prev, body } = entry;
        expect(parseLink(bytes)).toEqual({ stream, version, prev, body });
      }),
    ));

  it('is no entry when a line of it is missing, doubled, misplaced, misnamed or misquoted, or anything stands before or behind', () => {
    const right = formatEntry(Object.fromEntries(fields.map((field) => [field, field])) as Record<Field, string>).toString();
    const lines = right.split('\n').slice(0, -1);
    const wrong = lines.flatMap((text, i) => [
      lines.toSpliced(i, 1), lines.toSpliced(i, 0, text), lines.toSpliced(i, 2, lines[i + 1] ?? '', text), lines.with(i, `x${text}`), lines.with(i, text.toUpperCase()),
      ...(i > 0 ? [lines.with(i, text.replace(' ', '')), lines.with(i, text.replace(/ .*/, ' "')), lines.with(i, text.replace(/ .*/, ' "a"b"'))] : []),
    ]).map((some) => `${some.join('\n')}\n`);
    expect(parseEntry(Buffer.from(right))).toMatchObject({ id: 'id', policy: 'policy' });
    expect(parseLink(Buffer.from(right))).toEqual({ stream: 'stream', version: 'version', prev: 'prev', body: 'body' });
    for (const text of [...wrong, '', right.slice(0, -1), `${right}\n`, `${right}more`, `\n${right}`, right.replace('/v2', '/v3')])
      expect([text, parseEntry(Buffer.from(text)), parseLink(Buffer.from(text))]).toEqual([text, undefined, undefined]);
  });

  it('has the bytes it always had, in either format, and so has its body', () => {
    const event: StoredEvent = {
      id: '0197c2d0-0000-7000-8000-000000000001', stream: 'clue-1', revision: 2, position: 7, command: 'c-1', n: 0, body: 'b'.repeat(64), process: 'clue', type: 'NoteAdded', row: 'addNote', schema: 1, table: 'a'.repeat(64),
      data: { text: '二 "2"', n: 1.5 }, sealed: ['k-1'], organ: 'organ', actor: { person: 'P-01', office: 'office', post: 'handler' }, approvals: [], basis: ['WR 1'], policy: 'policy-1', calendar: '2026', read: { other: 3 },
      confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:00:00.000Z', correlation: 'history-1', causation: 'event-0',
    };
    expect(sealEvent(event, noLeaf, secret, 'clue-event/v1').leaf.toString('hex')).toBe('f5325703dbff5c9e6471a125d0f373be0ed35a44d3ed326ea1af79b623b83c5c');
    expect(sealEvent(event, noLeaf, secret, 'clue-event/v2').leaf.toString('hex')).toBe('e2c440aebb2447cc91c6c3badd3078f0a6caafbea58ed00b9a90653ec061372c');
  });

  it('has a body that does not hang on which events were sealed before it, and leaves out nothing that somebody added', async () => {
    const diary = office(newFolder());
    await diary.write('s', 'text');
    const event = (await everything(diary))[0]!;
    const { id: _, stream, revision, position, type, schema, recordedAt, command, ...rest } = event;
    const more = fc.dictionary(fc.string().filter((key) => !['salt', '__proto__'].includes(key) && !(key in event)), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(more, { minLength: 1, maxLength: 4 }), fc.boolean(), (all, turned) => {
        for (const added of all) {
          const given = turned ? { ...added, ...event } : { ...event, ...added };
          const { body } = sealEvent(given, noLeaf, secret);
          const { salt, ...found } = JSON.parse(body) as { salt: unknown };
          expect([typeof salt, found]).toEqual(['string', JSON.parse(JSON.stringify({ ...rest, ...added }))]);
          expect(Object.keys(JSON.parse(body) as object).filter((key) => !/^\d+$/.test(key))).toEqual([...Object.keys(rest), ...Object.keys(added), 'salt'].filter((key) => !/^\d+$/.test(key)).sort());
        }
      }),
    );
  });

  it('writes a body as RFC 8785 has it', () => {
    // Its own example of sorting: by code units, whatever the order they came in.
    const sorting = { '\u20ac': 'Euro', '\r': 'CR', '\ufb33': 'Dalet', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', '\u00f6': 'o' };
    expect([...canonical(sorting).matchAll(/:"(\w+)"/g)].map(([, word]) => word)).toEqual(['CR', 'One', 'Control', 'o', 'Euro', 'Emoji', 'Dalet']);
    expect(canonical({ numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], string: '\u20ac$\u000f\nA\'B"\\\\"/', literals: [null, true, false], left: undefined })).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('fits the tiles even if a value is a megabyte long', () => {
    const entry = Object.fromEntries(fields.map((field) => [field, 'x'.repeat(1_000_000)])) as Record<Field, string>;
    expect(() => leafHash(formatEntry(entry))).not.toThrow();
  });
});

describe('The notary', () => {
  it('numbers leaves in the order of the store and chains each stream', async () => {
    const diary = office(newFolder());
    await diary.write('a', '1', '2');
    await diary.write('b', '1');
    await diary.write('a', '3');
    await diary.seal(await everything(diary));
    const entries = await tiles(diary.folder).entries(0, 4);
    const told = entries.map((bytes) => parseEntry(bytes)!);
    expect(told.map(({ stream, version }) => `${stream} ${version}`)).toEqual(['a 1', 'a 2', 'b 1', 'a 3']);
    expect(told.map(({ prev }) => prev)).toEqual([noLeaf, leafHash(entries[0]!), noLeaf, leafHash(entries[1]!)].map((leaf) => leaf.toString('base64')));
    const note = parseNote(readFileSync(join(diary.folder, 'checkpoint'), 'utf8'));
    expect(verifiedSignatures(note, [diary.key])).toHaveLength(1);
    expect(checkpointIn(diary.folder)).toMatchObject({ origin: diary.key.name, size: 4 });
    expect(statSync(diary.file).mode & 0o777).toBe(0o600);
  });

  it('leaves the processor to others every few hundred events, however many it seals together', async () => {
    const diary = office(newFolder());
    for (let i = 0; i < 10; i += 1) await diary.write(`s${i}`, ...Array.from({ length: 200 }, (_, line) => `${line}`));
    let [sealed, before, longest] = [0, 0, 0];
    const counted = (await everything(diary)).map((event) => Object.defineProperty(event, 'policy', { enumerable: true, get: () => ((sealed += 1), 'policy-1') }));
    const once = sealed;
    sealEvent(counted[0]!, noLeaf, secret);
    const times = sealed - once;
    sealed = 0;
    let turn: NodeJS.Immediate;
    const look = () => {
      longest = Math.max(longest, sealed - before);
      before = sealed;
      turn = setImmediate(look);
    };
    look();
    await diary.seal(counted);
    clearImmediate(turn!);
    expect(sealed).toBe(2_000 * times);
    expect(Math.max(longest, sealed - before)).toBeLessThanOrEqual(500 * times);
  });

  it('lays its files as c2sp.org/tlog-tiles says, at 255, 256, 257 and 66,000 leaves', async () => {
    const folder = newFolder();
    const log = tiles(folder);
    const tree = growingTree();
    let size = 0;
    const growTo = async (to: number) => {
      const leaves = Array.from({ length: to - size }, (_, i) => ({ entry: Buffer.from(`${size + i}`), leaf: leafHash(Buffer.from(`${size + i}`)), position: 10 * (size + i + 1) }));
      await log.extend(size, leaves);
      leaves.forEach(({ leaf }) => tree.append(leaf));
      size = to;
    };
    expect(tilePath('tile/0', 1_234_067, 256)).toBe('tile/0/x001/x234/067');
    await growTo(255);
    expect(filesOf(folder)).toEqual(['positions/000.p/255', 'tile/0/000.p/255', 'tile/entries/000.p/255']);
    await growTo(256);
    expect(filesOf(folder)).toEqual(['positions/000', 'tile/0/000', 'tile/1/000.p/1', 'tile/entries/000']);
    await growTo(257);
    expect(filesOf(folder)).toEqual(['positions/000', 'positions/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1', 'tile/entries/000', 'tile/entries/001.p/1']);
    await growTo(66_000);
    expect(filesOf(folder)).toEqual(expect.arrayContaining(['tile/0/257.p/208', 'tile/1/000', 'tile/1/001.p/1', 'tile/2/000.p/1']));
    for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
      expect(verifyInclusion(leafHash(Buffer.from(`${index}`)), index, size, await inclusionProof(log.subtree(size), index, size), tree.root())).toBe(true);
      expect(await log.indexOf(10 * (index + 1), size)).toBe(index);
    }
    expect(await log.indexOf(15, size)).toBeUndefined();
    expect(await log.indexOf(700_000, size)).toBeUndefined();
  });

  it.each<CrashPoint>(['notary.afterTiles', 'notary.afterWitness', 'notary.afterCheckpoint'])('stopped at %s, goes on to the same log as if it had not been', async (point) => {
    const [home, calm] = [newFolder(), newFolder()];
    const store = memoryEventStore();
    const diary = office(home, store);
    cpSync(join(home, 'keys'), join(calm, 'keys'), { recursive: true });
    await diary.write('a', '1', '2', '3');
    await diary.seal(await everything(diary));
    await diary.write('a', ...Array.from({ length: 300 }, (_, i) => `${i}`));
    const dying = office(home, store, { crash: (passed) => { if (passed === point) throw new Error('killed'); } });
    await expect(dying.seal((await everything(diary)).slice(3))).rejects.toThrow('killed');
    await diary.write('b', '1');
    const again = office(home, store);
    await again.seal((await everything(diary)).slice(3));
    await office(calm, store).seal(await everything(diary));
    expect(readFileSync(join(home, 'proof', 'checkpoint'), 'utf8')).toBe(readFileSync(join(calm, 'proof', 'checkpoint'), 'utf8'));
    for (const file of filesOf(join(calm, 'proof'))) expect(readFileSync(join(home, 'proof', file))).toEqual(readFileSync(join(calm, 'proof', file)));
  });

  it('makes up what it lacks from the store when its folder was lost, or put back to an earlier day', async () => {
    const home = newFolder();
    const diary = office(home);
    for (const text of ['1', '2', '3']) await diary.write('a', text);
    await diary.seal((await everything(diary)).slice(0, 2));
    cpSync(diary.folder, join(home, 'backup'), { recursive: true });
    await diary.seal((await everything(diary)).slice(2));
    const signed = readFileSync(join(diary.folder, 'checkpoint'), 'utf8');
    for (const lost of [() => undefined, () => cpSync(join(home, 'backup'), diary.folder, { recursive: true })]) {
      rmSync(diary.folder, { recursive: true });
      lost();
      await office(home, diary.store).catchUp(3);
      expect(readFileSync(join(diary.folder, 'checkpoint'), 'utf8')).toBe(signed);
    }
  });

  it('takes the chain of a stream up again from the log after a restart', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1', '2');
    await diary.seal(await everything(diary));
    await diary.write('a', '3');
    await office(home, diary.store).seal((await everything(diary)).slice(2));
    const entries = await tiles(diary.folder).entries(0, 3);
    expect(parseEntry(entries[2]!)?.prev).toBe(leafHash(entries[1]!).toString('base64'));
  });

  it('does not sign a store that was put back to an earlier day and went on', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1', '2', '3');
    await diary.seal(await everything(diary));
    const other = office(home);
    await other.write('a', '1', '2');
    await other.write('b', 'instead of the third');
    const signed = readFileSync(join(home, 'proof', 'checkpoint'), 'utf8');
    await expect(other.seal((await everything(other)).slice(2))).rejects.toThrow(/position 3: b 1 is not what was sealed there/);
    rmSync(diary.folder, { recursive: true });
    await expect(other.catchUp(3)).rejects.toThrow(/signed before: 3 leaves/);
    await expect(other.seal((await everything(other)).slice(0, 2))).rejects.toThrow(/3 leaves were signed, and now there are only 2/);
    expect(existsSync(join(home, 'proof', 'checkpoint'))).toBe(false);
    expect(signed).toContain(other.key.name);
  });

  it('stops at a tile that was touched, and at a key that others may read', async () => {
    const home = newFolder();
    const diary = office(home);
    await diary.write('a', '1', '2');
    await diary.seal(await everything(diary));
    const tile = join(diary.folder, 'tile/0/000.p/2');
    const bytes = readFileSync(tile);
    writeFileSync(tile, Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]));
    await expect(diary.reached()).rejects.toThrow('do not lead to the root');
    truncateSync(tile, 63);
    await expect(diary.reached()).rejects.toThrow('tile/0/000.p/2: expected 64 bytes, found 63');
    chmodSync(diary.file, 0o644);
    expect(() => office(home)).toThrow('may be read by others');
  });
});
