import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPool, postgresEventStore, type EventStore } from '@anjuan/event-store';
import { freshDatabase, type Database } from '@anjuan/test/support';
import type { Pool } from 'pg';
import {
  cosigner, exitCode, firstWitness, formatPolicy, formatVerifierKey, logFiles, notary, parsePolicy, serveWitness, verifyStore, witness,
  type Finding, type Policy, type Report, type Tampering,
} from '../src';
import { folders, logs, newWitnessKey, office, secret, writer } from './diary';

describe.each(logs)('In a log of %s,', (_, newKey) => {
  const newFolder = folders();
  /** The witness signs two hours after what it signs was recorded. */
  const seconds = Date.parse('2026-03-02T03:00:00Z') / 1_000;

  /** A real database, sealed and cosigned: three streams, twelve events. The superuser is past every grant. */
  type Installed = {
    readonly superuser: Pool; readonly store: EventStore; readonly home: string; readonly folder: string; readonly policy: Policy;
    /** The checkpoint as the witness keeps it. */
    readonly kept: string;
    readonly write: ReturnType<typeof writer>;
    readonly seal: () => Promise<void>;
    verify(over?: { readonly policy?: Policy; readonly seen?: readonly string[]; readonly now?: number }): Promise<Report>;
  };

  let database: Database;
  let pools: Pool[] = [];
  let stop: (() => Promise<void>)[] = [];

  const install = async (): Promise<Installed> => {
    database = await freshDatabase();
    const superuser = openPool(database.url, { max: 2 });
    const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    pools = [superuser, pool];
    const home = newFolder();
    const { folder, key, seal, write } = office(home, store, {}, newKey);
    const witnessKey = newWitnessKey('witness.example/w1');
    const server = await serveWitness(witness({ folder: join(home, 'seen'), key: witnessKey, logs: [key], now: () => seconds }), 0);
    stop = [server.stop, () => store.close()];
    const policy = parsePolicy(formatPolicy(key, `witness w1 ${formatVerifierKey(witnessKey)} ${server.url}\nquorum w1\n`));
    for (const stream of ['a', 'b', 'c']) for (const text of ['one', 'two', 'three', 'four']) await write(stream, `${text} of ${stream}`);
    const all = async () => seal(await store.readAll(0, 10_000));
    await all();
    expect(await cosigner(folder, policy.witnesses)()).toEqual([]);
    return {
      superuser, store, home, folder, policy, write, seal: all, kept: readFileSync(join(folder, logFiles.cosigned), 'utf8'),
      verify: (over = {}) => verifyStore({ store, folder, secret, policy, seen: [], now: (seconds + 60) * 1_000, ...over }),
    };
  };

  afterEach(async () => {
    for (const one of stop.splice(0)) await one();
    await Promise.all(pools.splice(0).map((pool) => pool.end()));
    await database.drop();
  });

  /** As somebody who has the database does it: nothing in the schema is in his way. */
  const tamper = async (superuser: Pool, statements: string) => {
    await superuser.query(`begin; set local session_replication_role = replica; ${statements}; commit`);
  };

  const kinds = ({ findings }: Report): readonly Tampering[] => [...new Set(findings.map(({ kind }) => kind))];
  const first = ({ findings }: Report, kind: Tampering): Finding => findings.find((finding) => finding.kind === kind)!;

  it('an untouched installation is good', async () => {
    const report = await (await install()).verify();
    expect(report).toMatchObject({ size: 12, events: 12, found: 0, findings: [], doubts: [], cosigned: [{ name: 'w1', seconds }] });
    expect(exitCode(report)).toBe(0);
  });

  /** Every column of an event, and what of its entry gives it away. */
  const edits: readonly (readonly [column: string, to: string, field: string])[] = [
    ['data', `replace(data::text, 'two', '2')::json`, 'body'],
    ['data', `'{}'::json`, 'body'],
    ['envelope', `replace(envelope::text, 'P-01', 'P-02')::json`, 'actor'],
    ['envelope', `replace(envelope::text, 'WR 1', 'WR 2')::json`, 'body'],
    ['envelope', `replace(envelope::text, 'policy-1', 'policy-2')::json`, 'policy'],
    ['envelope', `replace(envelope::text, 'k-1', 'k-2')::json`, 'keys'],
    ['type', `'Other'`, 'type'],
    ['schema', '2', 'schema'],
    ['recorded_at', `'2026-03-02T01:00:00.001Z'`, 'time'],
    ['occurred_at', `'2026-03-01'`, 'body'],
    ['"row"', 'null', 'body'],
    ['process', `'other'`, 'body'],
    ['correlation', `'history-2'`, 'body'],
    ['command', `'other'`, 'cmd'],
    ['n', '7', 'body'],
    ['body', `'of another command'`, 'body'],
    ['stream', `'d'`, 'stream'],
    ['revision', '9', 'version'],
  ];

  it.each(edits)('an edit of %s (to %s) is caught at its position, in its field', async (column, to, field) => {
    const { superuser, verify } = await install();
    await tamper(superuser, `update events set ${column} = ${to} where position = 6`);
    const report = await verify();
    expect(exitCode(report)).toBe(1);
    expect(kinds(report)).toEqual(['edited']);
    expect(report.findings).toContainEqual(expect.objectContaining({ position: 6, index: 5, field }));
  });

  /** Any other value of that type. */
  const other: Readonly<Record<string, (column: string) => string>> = {
    bigint: (column) => `${column} + 1000`, integer: (column) => `coalesce(${column}, 0) + 1000`, text: (column) => `coalesce(${column}, '') || 'x'`, uuid: () => 'gen_random_uuid()',
    json: (column) => `(left(${column}::text, 1) || '"injected":1,' || substr(${column}::text, 2))::json`,
  };

  it('whatever columns the table has or comes to have, an edit of any one of them is caught', async () => {
    const { superuser, verify } = await install();
    const { rows } = await superuser.query<{ column: string; type: string }>(`select quote_ident(attname) as column, format_type(atttypid, null) as type from pg_attribute where attrelid = 'events'::regclass and attnum > 0 and not attisdropped`);
    expect(rows.length).toBeGreaterThanOrEqual(16);
    await superuser.query('create table untouched as table events');
    for (const { column, type } of rows) {
      await tamper(superuser, `alter table events drop constraint if exists events_text_or_segment; update events set ${column} = ${other[type]!(column)} where position = 6`);
      // What claims to lie in an archive that is not there cannot be read, and so is not good either.
      expect([column, await verify().then(exitCode, () => 'unreadable')]).toEqual([column, column === 'archived' ? 'unreadable' : 1]);
      await tamper(superuser, 'delete from events; insert into events select * from untouched');
    }
    expect(exitCode(await verify())).toBe(0);
  });

  it.each<[what: string, statements: string, kind: Tampering, position: number]>([
    ['a deleted event', 'delete from events where position = 6', 'deleted', 6],
    ['a deleted event with what follows closed up behind it', 'delete from events where position = 6; update events set position = position - 1 where position > 6; update head set position = 11', 'deleted', 6],
    ['a deleted stream', `delete from events where stream = 'b'`, 'deleted', 5],
    ['an event inserted among the others', `
      alter table events drop constraint events_pkey; update events set position = position + 1 where position > 5; update head set position = 13;
      insert into events select 6, 'a', 5, 'forged', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events where position = 5;
      alter table events add primary key (position)`, 'inserted', 6],
    ['two events that changed places', 'alter table events drop constraint events_pkey; update events set position = 13 - position where position in (4, 9); alter table events add primary key (position)', 'moved', 4],
    ['two revisions of a stream that changed places', `alter table events drop constraint events_stream_revision; update events set revision = 5 - revision where stream = 'b' and revision in (2, 3)`, 'edited', 6],
    ['a cut tail', 'delete from events where position > 9; update head set position = 9', 'truncated', 10],
    ['an emptied store', 'delete from events; update head set position = 0', 'truncated', 1],
    ['another event in the place of one', `update events set id = gen_random_uuid(), command = 'forged' where position = 6`, 'deleted', 6],
    ['an event inserted before the first, where no append puts anything', `
      insert into events select -3, 'a', 5, 'forged', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events where position = 5`, 'inserted', -3],
  ])('%s is caught: %#', async (_, statements, kind, position) => {
    const { superuser, verify } = await install();
    await tamper(superuser, statements);
    const report = await verify();
    expect(exitCode(report)).toBe(1);
    expect(kinds(report)).toContain(kind);
    expect(report.findings.filter((finding) => finding.kind === kind).map((finding) => finding.position)).toContain(position);
  });

  it('an event that shares its position with another is caught, also where a page that is read ends with it', async () => {
    const { superuser, write, seal, verify } = await install();
    await write('d', ...Array.from({ length: 1_000 }, (_, i) => `${i}`));
    await seal();
    for (const position of [999, 1_000, 1_001, 1_012]) {
      await tamper(superuser, `
        alter table events drop constraint if exists events_pkey;
        insert into events select position, 'a', 5, 'forged', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events where position = ${position}`);
      expect([position, exitCode(await verify())]).toEqual([position, 1]);
      await tamper(superuser, `delete from events where command = 'forged'`);
    }
  });

  it('an event at a position beyond what is counted exactly is told, and verifying comes to its end', async () => {
    const { superuser, verify } = await install();
    await tamper(superuser, `insert into events select 9007199254740993, 'a', 5, 'forged', 0, body, gen_random_uuid(), process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope from events where position = 5`);
    expect(await verify()).toMatchObject({ events: 13, doubts: [{ kind: 'stale', en: expect.stringContaining('have not been sealed since') as string }] });
  });

  it('an older backup of the store is caught, with the first position that is lost, and also after the store has gone on', async () => {
    const { superuser, store, verify, seal } = await install();
    await tamper(superuser, 'delete from events where position > 9; update head set position = 9');
    expect(first(await verify(), 'truncated')).toMatchObject({ position: 10, index: 9, expected: '12', found: '9' });
    const write = writer(store);
    for (const text of ['1', '2', '3', '4', '5']) await write('d', text);
    const report = await verify();
    expect(exitCode(report)).toBe(1);
    expect(first(report, 'truncated')).toMatchObject({ position: 10, en: expect.stringContaining('3 sealed events are gone: cut off, or an older backup was restored, and 3 other events were written since') as string });
    await expect(seal()).rejects.toThrow('position 10: d 1 is not what was sealed there');
  });

  it('store, log and signer put back together to an older backup are caught by what the witness signed', async () => {
    const { superuser, home, folder, store, write, seal, policy, kept, verify } = await install();
    for (const place of ['proof', 'keys']) cpSync(join(home, place), join(home, 'backup', place), { recursive: true });
    await write('d', 'after the backup');
    await seal();
    await cosigner(folder, policy.witnesses)();
    const newest = readFileSync(join(folder, logFiles.cosigned), 'utf8');
    await tamper(superuser, 'delete from events where position > 12; update head set position = 12');
    for (const place of ['proof', 'keys']) {
      rmSync(join(home, place), { recursive: true });
      cpSync(join(home, 'backup', place), join(home, place), { recursive: true });
    }
    // By itself all of it hangs together, and the old cosignature is there: only its age is odd.
    expect(exitCode(await verify())).toBe(0);
    expect(await verify({ now: (seconds + 3 * 3_600) * 1_000 })).toMatchObject({ found: 0, doubts: [{ kind: 'stale' }] });
    const report = await verify({ seen: [newest] });
    expect(exitCode(report)).toBe(1);
    expect(first(report, 'forked')).toMatchObject({ en: expect.stringContaining('13 leaves') as string });
    expect(exitCode(await verify({ seen: [kept] }))).toBe(0);
    expect((await cosigner(folder, policy.witnesses)()).map(({ message }) => message)).toEqual(['witness w1 has signed 13 leaves, this log has 12']);
    expect((await store.readAll(0, 100)).length).toBe(12);
  });

  describe('with the signing key stolen and everything written again and signed', () => {
    /** The thief edits an event, throws the log away, and has the notary seal and sign it all as if for the first time. */
    const forge = async ({ superuser, store, home, folder }: Installed) => {
      await tamper(superuser, `update events set data = replace(data::text, 'two', '2')::json where position = 6`);
      rmSync(`${join(home, 'keys', 'signing.key')}.signed`);
      rmSync(folder, { recursive: true });
      const { key } = office(home, store, {}, newKey);
      await notary({ folder, key, witness: firstWitness(key, join(home, 'elsewhere')), secret, store }).seal(await store.readAll(0, 10_000));
    };

    it('the log alone looks good, but no witness stands behind it', async () => {
      const installed = await install();
      await forge(installed);
      const report = await installed.verify();
      expect(report.findings).toEqual([]);
      expect(report.doubts).toEqual([expect.objectContaining({ kind: 'quorum' })]);
      expect(exitCode(report)).toBe(3);
    });

    it('the cosigned checkpoint shows it', async () => {
      const installed = await install();
      await forge(installed);
      writeFileSync(join(installed.folder, logFiles.cosigned), installed.kept);
      const report = await installed.verify();
      expect(exitCode(report)).toBe(1);
      expect(kinds(report)).toEqual(['forked']);
    });

    it('a checkpoint that somebody kept shows it, also in the hands of one who trusts no witness', async () => {
      const installed = await install();
      await forge(installed);
      const report = await installed.verify({ seen: [installed.kept], policy: { ...installed.policy, quorum: { rule: 'none', met: () => true } } });
      expect(exitCode(report)).toBe(1);
      expect(kinds(report)).toEqual(['forked']);
    });

    it('the witness does not sign it', async () => {
      const installed = await install();
      await forge(installed);
      expect((await cosigner(installed.folder, installed.policy.witnesses)()).map(({ message }) => message)).toEqual([expect.stringContaining('answered 422')]);
    });

    it('under a key of his own it is nobody\'s log', async () => {
      const { home, folder, store, verify } = await install();
      for (const place of [join(home, 'keys'), folder]) rmSync(place, { recursive: true });
      await office(home, store, {}, newKey).seal(await store.readAll(0, 10_000));
      const report = await verify();
      expect(exitCode(report)).toBe(1);
      expect(kinds(report)).toContain('signature');
    });
  });

  describe('the log\'s own files', () => {
    const entries = 'tile/entries/000.p/12';
    const change = (file: string, at: number) => {
      const bytes = readFileSync(file);
      bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41; // of base64 as well
      writeFileSync(file, bytes);
    };

    it.each<[what: string, file: string, at: number, kind: Tampering]>([
      ['an entry', entries, 100, 'files'], ['a hash', 'tile/0/000.p/12', 70, 'files'], ['the root in the checkpoint', 'checkpoint', 70, 'signature'],
    ])('a changed byte in %s is caught', async (_, file, at, kind) => {
      const { folder, verify } = await install();
      change(join(folder, file), at);
      const report = await verify();
      expect(exitCode(report)).toBe(1);
      expect(kinds(report)).toContain(kind);
    });

    it('a cut, missing or foreign file is named', async () => {
      const { folder, verify, home } = await install();
      cpSync(folder, join(home, 'whole'), { recursive: true });
      for (const spoil of [
        () => truncateSync(join(folder, entries), 200),
        () => rmSync(join(folder, entries)),
        () => rmSync(join(folder, 'tile/0/000.p/12')),
        () => truncateSync(join(folder, 'positions/000.p/12'), 95),
        () => { rmSync(join(folder, entries)); mkdirSync(join(folder, entries)); },
      ]) {
        spoil();
        const report = await verify();
        expect(exitCode(report)).toBe(1);
        expect(kinds(report)).toEqual(['files']);
        rmSync(folder, { recursive: true });
        cpSync(join(home, 'whole'), folder, { recursive: true });
      }
      expect(exitCode(await verify())).toBe(0);
      expect(readdirSync(folder)).toContain('tile');
    });

    it('a file of entries from which the last was taken out whole, or that has another behind them, is named', async () => {
      const { folder, verify } = await install();
      const bytes = readFileSync(join(folder, entries));
      let [last, at] = [0, 0];
      for (; at < bytes.length; at += 2 + bytes.readUInt16BE(at)) last = at;
      for (const [spoilt, found] of [[bytes.subarray(0, last), '11'], [Buffer.concat([bytes, bytes.subarray(last)]), '13'], [Buffer.concat([bytes, Buffer.of(0)]), 'a length that leads beyond the end']] as const) {
        writeFileSync(join(folder, entries), spoilt);
        const report = await verify();
        expect(exitCode(report)).toBe(1);
        expect(report.findings).toEqual([expect.objectContaining({ kind: 'files', en: expect.stringContaining(`${entries}: expected 12 entries, found ${found}`) as string })]);
      }
    });

    it('entries and tiles written again to fit an edited store do not fit the signature', async () => {
      const { superuser, store, folder, home, verify } = await install();
      await tamper(superuser, `update events set data = replace(data::text, 'two', '2')::json where position = 6`);
      const other = office(join(home, 'other'), store, {}, newKey);
      await other.seal(await store.readAll(0, 10_000));
      for (const part of ['tile', 'positions']) cpSync(join(other.folder, part), join(folder, part), { recursive: true });
      const report = await verify();
      expect(exitCode(report)).toBe(1);
      expect(kinds(report)).toEqual(expect.arrayContaining(['rewritten', 'forked']));
    });

    it('a log without a checkpoint cannot be judged', async () => {
      const { folder, verify } = await install();
      rmSync(join(folder, 'checkpoint'));
      await expect(verify()).rejects.toThrow('holds no checkpoint');
    });
  });

  it('events that nobody seals for a minute are a doubt, and sealing them takes it away', async () => {
    const { write, seal, verify, folder, policy } = await install();
    await write('d', 'waits');
    const report = await verify();
    expect(report).toMatchObject({ found: 0, doubts: [{ kind: 'stale', en: expect.stringContaining('position 13') as string }] });
    expect(exitCode(report)).toBe(3);
    await seal();
    await cosigner(folder, policy.witnesses)();
    expect(exitCode(await verify())).toBe(0);
  });

  it.each<[what: string, time: string, behind: readonly string[]]>([
    ['no time at all', `'when?'`, []], ['one that is still to come, before one that is late', `'2999-01-01T00:00:00.000Z'`, ['waits behind it']],
  ])('events that nobody seals are a doubt also where the first of them was given %s', async (_, time, behind) => {
    const { superuser, write, verify } = await install();
    await write('d', 'waits', ...behind);
    await tamper(superuser, `update events set recorded_at = ${time} where position = 13`);
    expect(exitCode(await verify())).toBe(3);
  });

  it('a witness that is asked for the same old checkpoint again and again vouches for nothing that came since: after two hours that is a doubt', async () => {
    const { write, seal, verify, folder, policy } = await install();
    await write('d', 'hidden from the witness');
    await seal();
    const report = await verify();
    expect(report).toMatchObject({ size: 13, witnessed: 12, found: 0, doubts: [{ kind: 'stale', en: expect.stringContaining('only the first 12 leaves are witnessed') as string }] });
    expect(exitCode(report)).toBe(3);
    expect(await verify({ now: Date.parse('2026-03-02T03:00:00.000Z') })).toMatchObject({ doubts: [] });
    await cosigner(folder, policy.witnesses)();
    expect(exitCode(await verify())).toBe(0);
  });

  it('a witness that signed two hours ago is heard, and a second later it is a doubt', async () => {
    const { verify } = await install();
    expect(exitCode(await verify({ now: (seconds + 7_200) * 1_000 }))).toBe(0);
    expect(await verify({ now: (seconds + 7_201) * 1_000 })).toMatchObject({ found: 0, doubts: [{ kind: 'stale', en: expect.stringContaining('the last cosignature is of') as string }] });
  });

  it('a cosignature from the future never grows old: five minutes of clocks that differ are borne, and a second more is a doubt', async () => {
    const { verify } = await install();
    expect(exitCode(await verify({ now: (seconds - 300) * 1_000 }))).toBe(0);
    const report = await verify({ now: (seconds - 301) * 1_000 });
    expect(report).toMatchObject({ found: 0, doubts: [{ kind: 'stale', en: expect.stringContaining('2026-03-02T03:00:00.000Z, which is not there yet') as string }] });
    expect(exitCode(report)).toBe(3);
  });

  it('an event that waits for a minute to be sealed is no doubt yet', async () => {
    const { write, verify, policy } = await install();
    await write('d', 'waits');
    const unwitnessed = { ...policy, quorum: { rule: 'none', met: () => true } };
    const at = async (time: string) => (await verify({ now: Date.parse(time), policy: unwitnessed })).doubts.map(({ kind }) => kind);
    expect(await at('2026-03-02T01:01:00.000Z')).toEqual([]);
    expect(await at('2026-03-02T01:01:00.001Z')).toEqual(['stale']);
  });

  it('a disk that cannot be read is not called tampered with: it cannot be judged', async () => {
    const { folder, verify } = await install();
    rmSync(join(folder, 'tile/0/000.p/12'));
    symlinkSync(join(folder, 'tile/0/000.p/12'), join(folder, 'tile/0/000.p/12'));
    await expect(verify()).rejects.toThrow('ELOOP');
  });
});
