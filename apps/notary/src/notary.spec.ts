import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { root } from '@anjuan/local';
import { exitCode, formatVerifierKey, logFiles, parseCheckpoint, parseNote, parsePolicy, serveWitness, signingKey, verifyStore, witness, keyFile, kinds, logKey, sm3Log, type CrashPoint } from '@anjuan/proof';
import { installationKeys } from '@anjuan/handle';
import { type Database, freshDatabase } from '@anjuan/test/support';
import { startNotary } from './notary';

const key = 'ab'.repeat(32);
const secret = installationKeys(key).opaque;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: Database;
let home: string;
const children: ChildProcess[] = [];

beforeAll(() => Promise.all(['notary', 'cli'].map((app) => promisify(execFile)(process.execPath, ['infra/local/build.mjs', app], { cwd: root }))));
beforeEach(async () => {
  database = await freshDatabase();
  home = mkdtempSync(join(tmpdir(), 'anjuan-notary-'));
  mkdirSync(join(home, 'keys'));
  writeFileSync(join(home, 'keys', 'installation.key'), key, { mode: 0o600 });
});
const endAll = async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
};
afterEach(async () => {
  await endAll();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const draft = (text: string): EventDraft => ({
  process: 'diary', type: 'LineWritten', schema: 1, table: '', data: { text }, sealed: [], organ: 'organ', actor: { person: 'P-01', office: 'office', post: 'handler' }, approvals: [], basis: [],
  policy: '', calendar: '', read: {}, confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: new Date().toISOString(), correlation: 'history',
});

/** The log, or the second one beside it. */
const logAt = (sm3: boolean) => {
  const first = { folder: join(home, 'proof'), keyFile: join(home, 'keys', 'signing.key') };
  return sm3 ? sm3Log(first) : first;
};

const open = ({ sm3 = false } = {}) => {
  const pool = openPool(database.url, { max: 6, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const lengths = new Map<string, number>();
  const { folder } = logAt(sm3);
  return {
    pool, store, folder,
    write: async (stream: string, lines: number) => {
      for (let i = 0; i < lines; i += 1) {
        const expected = lengths.get(stream) ?? 0;
        await store.append({ stream, expected, command: randomUUID(), body: '', events: [draft(`${i}`)] });
        lengths.set(stream, expected + 1);
      }
    },
    sealed: () => (existsSync(join(folder, logFiles.checkpoint)) ? parseCheckpoint(parseNote(readFileSync(join(folder, logFiles.checkpoint), 'utf8')).text).size : 0),
    verify: () => verifyStore({ store, folder, secret, policy: parsePolicy(readFileSync(join(folder, logFiles.policy), 'utf8')), seen: [], now: Date.now() }),
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};

const settings = () => ({ PATH: process.env.PATH, DATABASE_URL: database.url, ANJUAN_HOME: home, ANJUAN_KEY_FILE: join(home, 'keys', 'installation.key') });

/** The app as it is shipped. */
const start = (env: NodeJS.ProcessEnv = {}) => {
  const child = spawn(process.execPath, ['apps/notary/dist/main.mjs'], { cwd: root, stdio: 'ignore', env: { ...settings(), ...env } });
  children.push(child);
  return child;
};

type Told = { readonly code: unknown; readonly said: string };
const run = (words: readonly string[], env: NodeJS.ProcessEnv) =>
  new Promise<Told>((resolve) => execFile(process.execPath, words, { cwd: root, env }, (error, out, err) => resolve({ code: error ? (error.signal ?? error.code) : 0, said: `${out}${err}` })));
const anjuan = (words: readonly string[], env: NodeJS.ProcessEnv = {}) => run(['apps/cli/bin/anjuan.mjs', ...words], { ...settings(), ...env });

/** As a restored dump brings it: the tail is gone, and the notary's checkpoint with it. */
const putBack = async (position: number) => {
  const owner = openPool(database.url, { max: 1 });
  await owner.query(`delete from events where position > ${position}; update head set position = ${position}; update checkpoints set position = ${position} where follower = 'notary'`);
  await owner.end();
};

const until = async (what: () => boolean | Promise<boolean>, ms = 20_000) => {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await what()) return;
  throw new Error(`not within ${ms} ms: ${what}`);
};

it.each<CrashPoint>(['notary.afterTiles', 'notary.afterWitness', 'notary.afterCheckpoint'])('killed at %s, twice, it comes again to one log without a gap, and the database is as it was sealed', async (point) => {
  const office = open();
  try {
    await office.write('a', 5);
    for (const _ of [1, 2]) {
      expect(await once(start({ CRASH_AT: point }), 'exit')).toEqual([null, 'SIGKILL']);
      await office.write('b', 3);
    }
    const child = start();
    await until(() => office.sealed() === 11);
    const report = await office.verify();
    expect(report).toMatchObject({ size: 11, events: 11, found: 0 });
    expect(exitCode(report)).toBe(0);
    expect(statSync(join(home, 'keys', 'signing.key')).mode & 0o777).toBe(0o600);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    await office.close();
  }
});

it('under load it signs once a second and not for every batch; what a witness signs is kept beside it', async () => {
  const office = open();
  const own = signingKey('witness.example/w1', kinds.cosignature, keyFile(join(home, 'witness.key')));
  const places = { folder: office.folder, keyFile: join(home, 'keys', 'signing.key') };
  const log = signingKeyOf(places.keyFile);
  const server = await serveWitness(witness({ folder: join(home, 'seen'), key: own, logs: [log], now: () => Math.floor(Date.now() / 1_000) }), 0);
  const signed = new Set<number>();
  const notary = startNotary({ store: office.store, pool: office.pool, log: silent, secret, crash: () => undefined, places: { ...places, witnesses: `witness w1 ${formatVerifierKey(own)} ${server.url}\nquorum w1\n` } });
  try {
    const writing = (async () => { for (let i = 0; i < 10; i += 1) await Promise.all(['a', 'b', 'c', 'd'].map((stream) => office.write(`${stream}${i}`, 30))); })();
    let done = false;
    void writing.then(() => (done = true));
    const began = Date.now();
    await until(() => {
      signed.add(office.sealed());
      return done && office.sealed() === 1_200;
    });
    await writing;
    expect(signed.size).toBeLessThanOrEqual((Date.now() - began) / 1_000 + 3);
    await until(() => existsSync(join(office.folder, logFiles.cosigned)) && parseCheckpoint(parseNote(readFileSync(join(office.folder, logFiles.cosigned), 'utf8')).text).size === 1_200);
    expect(await office.verify()).toMatchObject({ size: 1_200, found: 0, doubts: [], cosigned: [{ name: 'w1' }] });
  } finally {
    await notary.stop();
    await server.stop();
    await office.close();
  }
});

it('a store that was put back to an earlier day is not sealed over: the notary stops and says so', async () => {
  const office = open();
  const places = { folder: office.folder, keyFile: join(home, 'keys', 'signing.key') };
  const run = () => startNotary({ store: office.store, pool: office.pool, log: silent, secret, crash: () => undefined, places });
  try {
    await office.write('a', 5);
    const first = run();
    await until(async () => (await first.position()) === 5);
    await first.stop();
    await putBack(3);
    const second = run();
    await until(() => second.health().failing?.includes('sealed up to position 5, but the store holds nothing after 3') ?? false);
    await office.write('z', 3);
    await until(() => second.health().failing?.includes('position 4: z 1 is not what was sealed there') ?? false);
    await second.stop();
    expect(office.sealed()).toBe(5);
  } finally {
    await office.close();
  }
});

describe('A second log, hashed with SM3 and signed with SM2,', () => {
  const both = () => [open(), open({ sm3: true })] as const;
  const sizes = (logs: ReturnType<typeof both>) => logs.map((log) => log.sealed());
  const closeAll = (logs: ReturnType<typeof both>) => Promise.all(logs.map((log) => log.close()));

  it.each<CrashPoint>(['notary.afterTiles', 'notary.afterWitness', 'notary.afterCheckpoint'])('comes again to the size of the first, killed at %s between the two', async (point) => {
    const logs = both();
    const [{ write }] = logs;
    try {
      await write('a', 5);
      for (const n of [1, 2]) {
        expect(await once(start({ ANJUAN_SM3_LOG: 'on', CRASH_AT: `${point}:${n}` }), 'exit')).toEqual([null, 'SIGKILL']);
        await write('b', 3);
      }
      const child = start({ ANJUAN_SM3_LOG: 'on' });
      await until(() => sizes(logs).join() === '11,11');
      for (const log of logs) expect(await log.verify()).toMatchObject({ size: 11, events: 11, found: 0, doubts: [] });
      expect(readFileSync(join(logs[1].folder, logFiles.policy), 'utf8')).toMatch(/^log anjuan\.local\/log\/\w{16}\/sm3\+/);
      expect(statSync(logAt(true).keyFile).mode & 0o777).toBe(0o600);
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    } finally {
      await closeAll(logs);
    }
  });

  it('that is begun late holds what came before it as well, and is kept though nobody asks for it any more or its folder is taken away', async () => {
    const logs = both();
    const [{ write }] = logs;
    try {
      await write('a', 5);
      const without = start();
      await until(() => sizes(logs).join() === '5,0');
      without.kill('SIGTERM');
      await once(without, 'exit');
      const begun = start({ ANJUAN_SM3_LOG: 'on' });
      await until(() => sizes(logs).join() === '5,5');
      begun.kill('SIGTERM');
      await once(begun, 'exit');
      start();
      await write('b', 5);
      await until(() => sizes(logs).join() === '10,10');
      for (const log of logs) expect(await log.verify()).toMatchObject({ size: 10, events: 10, found: 0 });
      await endAll();
      rmSync(logs[1].folder, { recursive: true });
      start();
      await until(() => sizes(logs).join() === '10,10');
      expect(await logs[1].verify()).toMatchObject({ size: 10, events: 10, found: 0 });
    } finally {
      await closeAll(logs);
    }
  });
});

it('two notaries, the first of them killed, seal one log', async () => {
  const office = open();
  try {
    await office.write('a', 5);
    const first = start();
    await until(() => office.sealed() === 5);
    const second = start();
    first.kill('SIGKILL');
    await office.write('b', 5);
    await until(() => office.sealed() === 10);
    expect(second.exitCode).toBeNull();
    expect(await office.verify()).toMatchObject({ size: 10, found: 0 });
  } finally {
    await office.close();
  }
});

const beginAnew = ['log', 'begin-anew', '--reason', '机房火灾，恢复前一日备份', '--approved-by', '分管领导甲', '--approved-by', '审计乙'];

it.each([undefined, 'beginAnew.afterSigner', 'beginAnew.halfSwitched', 'beginAnew.afterSwitch'])('a log that is begun anew under a running notary (cut short: %s) is gone on with by itself, and every event is in it', async (cutAt) => {
  const office = open();
  try {
    await office.write('a', 5);
    const child = start();
    await until(() => office.sealed() === 5);
    await putBack(3);
    const first = anjuan(beginAnew, { CRASH_AT: cutAt });
    await until(() => [`${office.folder}.anew`, office.folder].some((folder) => existsSync(join(folder, 'opening'))));
    await office.write('b', 20);
    const good = { code: 0, said: expect.stringContaining('/2 is begun') as string };
    expect(await first).toMatchObject(cutAt === undefined ? good : { code: 'SIGKILL' });
    // Cut short behind the switch, the notary does the rest, and the command run again only says what has come of it.
    if (cutAt === 'beginAnew.afterSwitch') await until(() => existsSync(join(office.folder, logFiles.checkpoint)));
    if (cutAt !== undefined) expect(await anjuan(beginAnew)).toMatchObject(good);
    await office.write('c', 4);
    await until(() => office.sealed() === 1 + 3 + 20 + 4, 40_000);
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
    expect(await office.verify()).toMatchObject({ events: 27, found: 0, begun: [{ kept: 3 }] });
    const [whole, trust] = [join(home, 'log.anjuan'), join(home, 'trust.txt')];
    expect(await anjuan(['bundle', 'log', whole])).toMatchObject({ code: 0 });
    copyFileSync(join(office.folder, logFiles.policy), trust);
    expect(await run(['apps/cli/bin/anjuan.mjs', 'verify', whole, '--trust', trust], { PATH: process.env.PATH })).toMatchObject({ code: 0, said: expect.stringMatching(/begun anew: \S+\/2/) as string });
  } finally {
    await office.close();
  }
});

it('a notary that is in the middle of a batch is waited for before its log is closed: nothing of the old one gets into the new', async () => {
  const office = open();
  const owner = openPool(database.url, { max: 1 });
  const places = { folder: office.folder, keyFile: join(home, 'keys', 'signing.key') };
  const run = (store = office.store) => startNotary({ store, pool: office.pool, log: silent, secret, crash: () => undefined, places });
  const seal = async (size: number) => {
    const notary = run();
    await until(() => office.sealed() === size);
    await notary.stop();
  };
  const waiting = async () => (await owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1;
  try {
    await office.write('a', 3);
    await seal(3);
    cpSync(office.folder, join(home, 'yesterday'), { recursive: true });
    await office.write('a', 2);
    await seal(5);
    copyFileSync(join(office.folder, logFiles.checkpoint), join(home, 'kept'));
    await putBack(3);
    rmSync(office.folder, { recursive: true });
    cpSync(join(home, 'yesterday'), office.folder, { recursive: true });

    let reading: () => void = () => undefined;
    let goOn: () => void = () => undefined;
    const inTheMiddle = new Promise<void>((resolve) => (reading = resolve));
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const slow = run({ ...office.store, read: async (...asked) => (reading(), await gate, office.store.read(...asked)) });
    await office.store.append({ stream: 'a', expected: 3, command: randomUUID(), body: '', events: [draft('4')] });
    await inTheMiddle;
    const begun = anjuan([...beginAnew, '--seen', join(home, 'kept')]);
    await until(waiting);
    expect(existsSync(join(office.folder, 'before'))).toBe(false);
    goOn();
    expect(await begun).toMatchObject({ code: 0 });
    await office.write('b', 2);
    await until(() => office.sealed() === 7);
    await slow.stop();
    expect(await office.verify()).toMatchObject({ events: 6, found: 0 });
  } finally {
    await owner.end();
    await office.close();
  }
});

it('without a place for the log and its key it says so and does not start', async () => {
  expect(await run(['apps/notary/dist/main.mjs'], { ...settings(), ANJUAN_HOME: '', ANJUAN_PROOF_DIR: home })).toMatchObject({ code: 1, said: expect.stringContaining('nothing can be sealed, for ANJUAN_HOME is not given') as string });
});

const signingKeyOf = (file: string) => {
  return logKey(keyFile(file));
};
