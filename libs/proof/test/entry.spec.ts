import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '@anjuan/event-store';
import fc from 'fast-check';
import { canonical, fields, firstWitness, formatEntry, formatOf, formatPolicy, noLeaf, parseEntry, parseLink, parsePolicy, sealEvent, sha256, signedFile, tiles, verifyStore, type Field } from '../src';
import { everything, filesOf, folders, office, secret } from './diary';

const newFolder = folders();

describe('An entry', () => {
  it('is as the format says, one line a field, and holds no name and no word of the content', async () => {
    const diary = office(newFolder());
    await diary.write('s', '被反映人0001 收受礼金');
    const [event] = await everything(diary);
    const { entry, body } = sealEvent(event!, noLeaf, secret, sha256);
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
    const leaf = (over: object) => sealEvent({ ...event, ...over }, noLeaf, secret, sha256).leaf.toString('hex');
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
    const before = await tiles(diary.folder, sha256).entries(0, 2);
    expect(before.map(formatOf)).toEqual(['clue-event/v1', 'clue-event/v1']);
    await diary.seal(await everything(diary));
    expect((await tiles(diary.folder, sha256).entries(0, 3)).map(formatOf)).toEqual(['clue-event/v1', 'clue-event/v1', 'clue-event/v2']);
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
        const bytes = formatEntry(entry, sha256);
        expect(bytes.toString('latin1')).toMatch(/^[ -~\n]*$/);
        expect(parseEntry(bytes)).toEqual(entry);
        const { stream, version, prev, body } = entry;
        expect(parseLink(bytes)).toEqual({ stream, version, prev, body });
      }),
    ));

  it('is no entry when a line of it is missing, doubled, misplaced, misnamed or misquoted, or anything stands before or behind', () => {
    const right = formatEntry(Object.fromEntries(fields.map((field) => [field, field])) as Record<Field, string>, sha256).toString();
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
    expect(sealEvent(event, noLeaf, secret, sha256, 'clue-event/v1').leaf.toString('hex')).toBe('f5325703dbff5c9e6471a125d0f373be0ed35a44d3ed326ea1af79b623b83c5c');
    expect(sealEvent(event, noLeaf, secret, sha256, 'clue-event/v2').leaf.toString('hex')).toBe('e2c440aebb2447cc91c6c3badd3078f0a6caafbea58ed00b9a90653ec061372c');
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
          const { body } = sealEvent(given, noLeaf, secret, sha256);
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
    expect(() => sha256.leaf(formatEntry(entry, sha256))).not.toThrow();
  });
});
