import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { archive, openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { installationKeys } from '@anjuan/handle';
import { freePort, root, startPostgres } from '@anjuan/local';
import {
  cosigner, firstWitness, formatPolicy, formatVerifierKey, keyFile, kinds, logFiles, nameOf, notary, parseCheckpoint, parseNote, parsePolicy, serveWitness, signedFile, signingKey, witness, writeDurably,
} from '@anjuan/proof';
import { type Database, freshDatabase } from '@anjuan/test/support';
import { checkFiles, readManifest } from './backup/manifest';
import { smallTables } from './backup/rows';

type Told = { readonly code: number | string; readonly out: string; readonly err: string };

const key = 'ab'.repeat(32);
let place: string;
let database: Database;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(() => promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'cli'], { cwd: root }));
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'anjuan-backup-'));
  database = await freshDatabase();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await database.drop();
  rmSync(place, { recursive: true, force: true });
});

const run = (program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Told> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } }, (error, out, err) => resolve({ code: error ? (error.signal ?? error.code ?? 1) : 0, out, err }));
  });
const anjuan = (words: readonly string[], env: NodeJS.ProcessEnv) => run('apps/cli/bin/anjuan.mjs', words, env);

const draft = (text: string): EventDraft => ({
  process: 'diary', type: 'LineWritten', schema: 1, table: '', data: { text, odd: 'é "\\u0001"\t\n\\N 案卷', big: 1e21 }, sealed: [], organ: 'organ', actor: { person: 'P-01', office: 'office', post: 'handler' }, approvals: [], basis: [],
  policy: '', calendar: '', read: {}, confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: new Date().toISOString(), correlation: 'history',
});

/** An office that works: a database, a home with keys and a log, an auditor's witness elsewhere. */
const office = async () => {
  const home = join(place, 'home');
  mkdirSync(join(home, 'keys'), { recursive: true });
  writeFileSync(join(home, 'keys', 'installation.key'), key, { mode: 0o600 });
  const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool, { archives: join(home, 'archive') });
  const file = join(home, 'keys', 'signing.key');
  const own = keyFile(file);
  const log = signingKey(nameOf('log', own), kinds.note, own);
  const witnessKey = signingKey('witness.example/w1', kinds.cosignature, keyFile(join(place, 'auditor', 'key')));
  const server = await serveWitness(witness({ folder: join(place, 'auditor', 'seen'), key: witnessKey, logs: [log], now: () => Math.floor(Date.now() / 1_000) }), 0);
  const policy = formatPolicy(log, `witness w1 ${formatVerifierKey(witnessKey)} ${server.url}\nquorum w1\n`);
  const folder = join(home, 'proof');
  await writeDurably(join(folder, logFiles.policy), policy);
  const sealing = notary({ folder, key: log, witness: firstWitness(log, signedFile(file)), secret: installationKeys(key).opaque, store });
  const revisions = new Map<string, number>();
  closing.push(() => pool.end(), () => store.close(), server.stop);
  const seal = async () => {
    const { position } = await sealing.reached();
    await sealing.seal(await store.readAll(position, 10_000));
    expect(await cosigner(folder, parsePolicy(policy).witnesses)()).toEqual([]);
  };
  const write = async (n: number, stream = 'a') => {
    for (let i = 0; i < n; i += 1) {
      const expected = revisions.get(stream) ?? 0;
      const answer = await store.append({ stream, expected, command: randomUUID(), body: `body of ${i}`, events: [draft(`${i}`)] });
      if (answer.kind !== 'appended') throw new Error(answer.kind);
      revisions.set(stream, expected + 1);
    }
  };
  const env = { ANJUAN_HOME: home, DATABASE_URL: database.url, ANJUAN_KEY_FILE: join(home, 'keys', 'installation.key') };
  return { home, folder, store, write, seal, env, server, backup: (name: string, words: readonly string[] = [], over: NodeJS.ProcessEnv = {}) => anjuan(['backup', join(place, name), ...words], { ...env, ...over }) };
};

const keys = () => join(place, 'safe', 'keys.json');
const restore = (name: string, into: string, words: readonly string[] = [], over: NodeJS.ProcessEnv = {}) => anjuan(['restore', join(place, name), '--into', join(place, into), '--keys', keys(), ...words], over);

/** Every row of a table as bytes of text. */
const rowsOf = async (url: string, table: string, where = ''): Promise<readonly string[]> => {
  const pool = openPool(url, { max: 1 });
  try {
    const { rows } = await pool.query<{ row: string }>(`select ${table}::text as row from ${table} ${where} order by 1`);
    return rows.map(({ row }) => row);
  } finally {
    await pool.end();
  }
};

/** The embedded Postgres of a restored home, as `npm start` starts it. */
const started = async (home: string) => {
  const postgres = await startPostgres({ dir: join(home, 'postgres'), port: await freePort(), log: join(home, 'pg.log'), run: join(home, 'run') });
  closing.push(postgres.stop);
  return postgres.url;
};

const filesIn = (name: string) => readdirSync(join(place, name), { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));

const sizeAt = (folder: string) => parseCheckpoint(parseNote(readFileSync(join(folder, logFiles.checkpoint), 'utf8')).text);

it('backed up while a writer goes on and restored elsewhere, every event is there byte for byte at its position, under the same root, and work goes on behind it', async () => {
  const { home, write, seal, backup, folder } = await office();
  await write(2_500);
  await seal();
  await write(3, 'closed');
  const owner = openPool(database.url, { max: 2 });
  closing.push(() => owner.end());
  await archive(owner, { streams: ['closed'], keep: (name, bytes) => writeDurably(join(home, 'archive', name), bytes) });
  let working = true;
  const writing = (async () => { while (working) { await write(20, 'b'); await seal(); } })();
  const told = await backup('monday', ['--keys', keys()]);
  working = false;
  await writing;
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(statSync(keys()).mode & 0o777).toBe(0o600);
  for (const file of filesIn('monday')) for (const secret of [key, 'PRIVATE KEY']) expect(readFileSync(file).includes(secret)).toBe(false);

  const restored = await restore('monday', 'elsewhere');
  expect(restored).toMatchObject({ err: '', out: expect.stringMatching(/positions \d+–\d+ are lost/) as string, code: 1 }); // the witness has seen what came since
  const { log, ...manifest } = await readManifest(join(place, 'monday'));
  expect(manifest.position).toBeGreaterThanOrEqual(2_500);
  const url = await started(join(place, 'elsewhere'));
  expect((await rowsOf(url, 'events')).toSorted()).toEqual((await rowsOf(database.url, 'events', `where position <= ${manifest.position}`)).toSorted());
  for (const table of smallTables.filter((name) => name !== 'head')) expect(await rowsOf(url, table)).toEqual(await rowsOf(database.url, table));
  expect(sizeAt(join(place, 'elsewhere', 'proof'))).toMatchObject({ size: log!.size });
  expect(sizeAt(join(place, 'elsewhere', 'proof')).root.toString('base64')).toBe(log!.root);
  const segment = '00000001.jsonl.gz';
  expect(readFileSync(join(place, 'elsewhere', 'archive', segment))).toEqual(readFileSync(join(home, 'archive', segment)));
  expect(sizeAt(folder).size).toBeGreaterThan(log!.size);

  const pool = openPool(url, { max: 2, role: 'anjuan_app' });
  const again = postgresEventStore(pool);
  closing.push(() => pool.end(), () => again.close());
  expect(await again.append({ stream: 'new', expected: 0, command: 'after', body: '', events: [draft('after')] })).toMatchObject({ receipt: { position: manifest.position + 1 } });
});

it('a backup of all there is restores and verifies, with a fresh signature of the witness; what was not sealed yet is sealed', async () => {
  const { write, seal, backup } = await office();
  await write(300);
  await seal();
  await write(3, 'late');
  expect(await backup('all', ['--keys', keys()])).toMatchObject({ code: 0 });
  const told = await restore('all', 'elsewhere', ['--trust', join(place, 'home', 'proof', logFiles.policy)]);
  expect(told).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/restored and verified to position 303, log size 303, root \S+=\n$/) as string });
  expect(existsSync(join(place, 'elsewhere', 'restoring'))).toBe(false);
  const url = await started(join(place, 'elsewhere'));
  expect(await anjuan(['verify', '--database'], { DATABASE_URL: url, ANJUAN_HOME: join(place, 'elsewhere'), ANJUAN_KEY_FILE: join(place, 'elsewhere', 'keys', 'installation.key') })).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(place, 'elsewhere', 'keys', 'signing.key'), 'utf8')).toBe(readFileSync(join(place, 'home', 'keys', 'signing.key'), 'utf8'));
  expect(statSync(join(place, 'elsewhere', 'keys', 'signing.key')).mode & 0o777).toBe(0o600);
});

it('yesterday\'s backup says exactly which positions are lost, by whoever has seen more, and nothing is signed over them', async () => {
  const { write, seal, backup, folder, server } = await office();
  await write(900);
  await seal();
  await backup('yesterday', ['--keys', keys()]);
  await write(100);
  await seal();
  const lost = 'saw size 1000, this backup has 900: positions 901–1000 are lost';
  expect(await restore('yesterday', 'by-witness')).toMatchObject({ code: 1, err: '', out: expect.stringContaining(`rolled back: witness w1 ${lost}`) as string });
  await server.stop();
  closing.splice(closing.indexOf(server.stop), 1);
  expect(await restore('yesterday', 'alone')).toMatchObject({ code: 3, out: expect.stringMatching(/fetch failed[\s\S]*restored to position 900, log size 900/) as string });
  const kept = join(folder, logFiles.checkpoint);
  expect(await restore('yesterday', 'by-auditor', ['--seen', kept])).toMatchObject({ code: 1, out: expect.stringContaining(`rolled back: ${kept} ${lost}`) as string });
  // The home outlived its database: the signer knows by itself.
  mkdirSync(join(place, 'by-signer', 'keys'), { recursive: true });
  for (const file of ['installation.key', 'signing.key', 'signing.key.signed']) cpSync(join(place, 'home', 'keys', file), join(place, 'by-signer', 'keys', file));
  expect(await restore('yesterday', 'by-signer')).toMatchObject({ code: 1, out: expect.stringContaining(`rolled back: signer ${lost}`) as string });

  for (const home of ['by-witness', 'by-auditor', 'by-signer']) {
    const pool = openPool(await started(join(place, home)), { max: 2, role: 'anjuan_app' });
    const store = postgresEventStore(pool);
    closing.push(() => pool.end(), () => store.close());
    const file = join(place, home, 'keys', 'signing.key');
    const own = keyFile(file);
    const log = signingKey(nameOf('log', own), kinds.note, own);
    const sealing = notary({ folder: join(place, home, 'proof'), key: log, witness: firstWitness(log, signedFile(file)), secret: installationKeys(key).opaque, store });
    for (let i = 0; i < 102; i += 1) await store.append({ stream: `new-${i}`, expected: 0, command: randomUUID(), body: '', events: [draft('after')] });
    const events = await store.readAll(900, 10_000);
    await expect(sealing.seal(events.slice(0, 1))).rejects.toThrow('1000 leaves were signed, and now there are only 901');
    await expect(sealing.seal(events)).rejects.toThrow('which are not the same with more behind them');
    expect(sizeAt(join(place, home, 'proof')).size).toBe(900);
  }
});

it('an event that was altered before the backup is named by its position after the restore', async () => {
  const { write, seal, backup } = await office();
  await write(20);
  await seal();
  const owner = openPool(database.url, { max: 1 });
  await owner.query(`update events set data = '{"text":"other"}' where position = 7`);
  await owner.end();
  await backup('altered', ['--keys', keys()]);
  expect(await restore('altered', 'elsewhere')).toMatchObject({ code: 1, out: expect.stringMatching(/position 7 \(a revision 7\): body was edited[\s\S]*restored to position 20/) as string });
});

it('a damaged, missing or foreign file is named, and nothing is written', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  await backup('good', ['--keys', keys()]);
  const check = async () => checkFiles(join(place, 'good'), await readManifest(join(place, 'good')), () => undefined);
  for (const file of filesIn('good')) {
    const name = file.slice(join(place, 'good').length + 1);
    const bytes = readFileSync(file);
    const damaged = Buffer.from(bytes);
    damaged[Math.floor(bytes.length / 2)]! ^= 1;
    for (const spoilt of [damaged, bytes.subarray(1), undefined]) {
      if (spoilt) writeFileSync(file, spoilt);
      else rmSync(file);
      await expect(check()).rejects.toThrow(name);
    }
    writeFileSync(file, damaged);
    if (name.startsWith('events')) expect(await restore('good', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining(`${name} is damaged: expected SHA-256`) as string });
    writeFileSync(file, bytes);
  }
  await check();
  expect(existsSync(join(place, 'elsewhere'))).toBe(false);
  rmSync(join(place, 'good', 'manifest.json'));
  expect(await restore('good', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining('it is no backup, or one that was cut short') as string });
});

it('keys that are missing, broken or another office\'s are refused before anything is written; they never lie with the data', async () => {
  const { write, seal, backup, env } = await office();
  await write(5);
  await seal();
  expect(await backup('monday', ['--keys', join(place, 'monday', 'keys.json')])).toMatchObject({ code: 1, err: expect.stringContaining('keys do not lie with the data') as string });
  expect(existsSync(join(place, 'monday'))).toBe(false);
  expect(await backup('monday')).toMatchObject({ code: 0, out: expect.stringContaining('without them it cannot be restored') as string });
  expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining('ENOENT') as string });
  expect(await anjuan(['restore', join(place, 'monday'), '--into', join(place, 'elsewhere')], {})).toMatchObject({ code: 2, out: expect.stringContaining('there are no keys') as string });
  mkdirSync(join(place, 'safe'));
  for (const [text, why] of [
    ['{}', 'is no file of keys'], ['x', 'is no file of keys'],
    [JSON.stringify({ format: 'anjuan-keys/v1', installation: 'cd'.repeat(32), signing: readFileSync(join(place, 'home', 'keys', 'signing.key'), 'utf8'), witness: null }), 'these are not the keys of this backup'],
    [JSON.stringify({ format: 'anjuan-keys/v1', installation: key, signing: null, witness: null }), 'these are not the keys of this backup'],
  ] as const) {
    writeFileSync(keys(), text);
    expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining(why) as string });
  }
  expect(await backup('tuesday', ['--keys', keys()])).toMatchObject({ code: 1, err: expect.stringContaining('exists and holds something else') as string });
  expect(existsSync(join(place, 'elsewhere'))).toBe(false);
  expect(await anjuan(['restore', join(place, 'monday')], { ...env, DATABASE_URL: '' })).toMatchObject({ code: 2, out: expect.stringContaining('holds a log already') as string });
});

it('a database or a home that is not empty is left as it is', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  await backup('monday', ['--keys', keys()]);
  const before = await rowsOf(database.url, 'events');
  expect(await restore('monday', 'elsewhere', [], { DATABASE_URL: database.url })).toMatchObject({ code: 2, out: expect.stringContaining('the database is not empty (it has events up to position 5)') as string });
  expect(await rowsOf(database.url, 'events')).toEqual(before);
  expect(existsSync(join(place, 'elsewhere', 'keys'))).toBe(false);
  mkdirSync(join(place, 'warm', 'temporal'), { recursive: true });
  writeFileSync(join(place, 'warm', 'temporal', 'temporal.db'), '');
  expect(await restore('monday', 'warm')).toMatchObject({ code: 2, out: expect.stringContaining('may know of what came after the backup') as string });
  expect(await backup('monday')).toMatchObject({ code: 1, err: expect.stringContaining('exists already') as string });
});

it('a backup that is killed leaves nothing that looks like one, and the next goes through', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  for (const point of ['backup.afterEvents', 'backup.beforeManifest', 'backup.beforeRename']) {
    expect(await backup('monday', ['--keys', keys()], { CRASH_AT: point })).toMatchObject({ code: 'SIGKILL' });
    expect(existsSync(join(place, 'monday'))).toBe(false);
    expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining('it is no backup') as string });
  }
  expect(await backup('monday', ['--keys', keys()])).toMatchObject({ code: 0 });
  expect(readdirSync(place).filter((name) => name.startsWith('monday'))).toEqual(['monday']);
  expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 0 });
});

it('a restore that is killed keeps the home from starting, and run again it goes through', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  await backup('monday', ['--keys', keys()]);
  for (const point of ['restore.afterFiles', 'restore.beforeCommit', 'restore.afterCommit']) {
    const home = point.replace('.', '-');
    expect(await restore('monday', home, [], { CRASH_AT: point })).toMatchObject({ code: 'SIGKILL' });
    expect(await run('infra/local/start.mjs', [], { ANJUAN_HOME: join(place, home) })).toMatchObject({ code: 1, out: expect.stringContaining('a backup was restored half way') as string });
    expect(await restore('monday', home)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('restored and verified to position 5') as string });
  }
});

it('every table is either kept, or named here as one that is worked out from the events', async () => {
  const owner = openPool(database.url, { max: 1 });
  closing.push(() => owner.end());
  const { rows } = await owner.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`);
  const workedOut = ['checkpoints', 'conducted', 'figure_again', 'figure_days', 'figure_marks', 'interventions', 'looks', 'matters', 'parked', 'post_holders', 'published', 'running_clocks', 'stuck'];
  expect(rows.map(({ name }) => name)).toEqual(['events', ...smallTables, ...workedOut].sort());
});

it('says what it did not understand', async () => {
  for (const words of [['backup'], ['backup', 'a', 'b'], ['backup', 'a', '--fast'], ['restore'], ['restore', 'a', 'b'], ['restore', 'a', '--force']]) expect((await anjuan(words, {})).code).toBe(2);
});
