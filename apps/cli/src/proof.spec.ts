import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { rebuild } from '@anjuan/follow';
import { createHandle, installationKeys, systemClock } from '@anjuan/handle';
import { root } from '@anjuan/local';
import { cosigner, firstWitness, formatPolicy, keyFile, kinds, logFiles, nameOf, notary, parsePolicy, signingKey, writeDurably } from '@anjuan/proof';
import { readModels } from '@anjuan/read-models';
import { type Database, freshDatabase } from '@anjuan/test/support';

type Told = { readonly code: number; readonly out: string; readonly err: string };

const home = mkdtempSync(join(tmpdir(), 'anjuan-cli-proof-'));
const key = 'ab'.repeat(32);
let database: Database;

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'cli'], { cwd: root });
  database = await freshDatabase();
  mkdirSync(join(home, 'keys'));
  writeFileSync(join(home, 'keys', 'installation.key'), key, { mode: 0o600 });
});
afterAll(async () => {
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const env = (over: NodeJS.ProcessEnv = {}) => ({ PATH: process.env.PATH, HOME: process.env.HOME, ANJUAN_HOME: home, DATABASE_URL: database.url, ANJUAN_KEY_FILE: join(home, 'keys', 'installation.key'), ...over });
const anjuan = (words: readonly string[], over: NodeJS.ProcessEnv = {}): Promise<Told> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['apps/cli/bin/anjuan.mjs', ...words], { cwd: root, env: env(over) }, (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
  });

/** `anjuan witness`, running; answers the two lines that it tells the operator to put into his policy. */
const startWitness = async (logs: string) => {
  const child = spawn(process.execPath, ['apps/cli/bin/anjuan.mjs', 'witness', '--logs', logs, '--folder', join(home, 'auditor'), '--port', '0'], { cwd: root, env: env(), stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  while (!/^quorum .*$/m.test(said)) said += String((await once(child.stdout, 'data'))[0]);
  const stop = async () => {
    child.kill('SIGTERM');
    return once(child, 'exit');
  };
  return { lines: said.slice(said.search(/^witness /m)), stop };
};

it('seals a clue\'s history with an outside witness, verifies it without a database, and tells what was done to the database', async () => {
  const owner = openPool(database.url, { max: 1 });
  const pool = openPool(database.url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const folder = join(home, 'proof');
  const own = keyFile(join(home, 'keys', 'signing.key'));
  const log = signingKey(nameOf('log', own), kinds.note, own);
  try {
    const { handle, openingStream } = createHandle({ store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(key), organ: 'organ', cacheSize: 100 });
    const register = async (id: string, title: string) => {
      const asked = { receivedOn: '2026-03-02', title, summary: '群众来信反映', reported: [{ person: '被反映人0001', unit: '某街道', post: '主任', rank: 'ordinary' }], named: false, jurisdiction: 'own', important: false, concerns: 'ordinary' };
      const command = { id, name: 'registerAccusation', actor: { person: 'P-01', office: 'petitionOffice', post: 'staff' }, asked, papers: [] };
      const outcome = await handle({ ...command, stream: openingStream('clue', command) } as never);
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      return outcome.receipt.stream;
    };
    const [clue, other] = [await register('one', '反映挪用资金'), await register('two', '反映收受礼金')];
    await rebuild({ store, pool, log: { info: () => undefined, warn: () => undefined, error: () => undefined }, ...readModels({ processes, counting: counting(defaultPolicy, adopted), store }) });

    expect(await anjuan(['verify', '--database'])).toMatchObject({ code: 2, out: expect.stringContaining('无法核对') as string });
    writeFileSync(join(home, 'log.txt'), formatPolicy(log, undefined));
    const witness = await startWitness(join(home, 'log.txt'));
    expect(await anjuan(['witness', '--logs', join(home, 'log.txt'), '--folder', join(home, 'auditor'), '--port', '0'])).toMatchObject({ code: 1, err: expect.stringMatching(/a witness runs in \S+ \(pid \d+\): stop it first/) as string });
    const policy = formatPolicy(log, witness.lines);
    const trust = join(home, 'auditor', 'trust.txt');
    writeFileSync(trust, policy);
    await writeDurably(join(folder, logFiles.policy), policy);
    await notary({ folder, key: log, witness: firstWitness(log, join(home, 'keys', 'signing.key.signed')), secret: installationKeys(key).opaque, store }).seal(await store.readAll(0, 100));
    expect(await cosigner(folder, parsePolicy(policy).witnesses)()).toEqual([]);
    expect(await witness.stop()).toEqual([0, null]);

    expect(await anjuan(['verify', '--database', '--trust', trust])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('完好') as string });
    const [file, whole] = [join(home, 'case.anjuan'), join(home, 'log.anjuan')];
    expect(await anjuan(['bundle', clue, file])).toMatchObject({ code: 0, err: '' });
    expect(await anjuan(['bundle', 'log', whole])).toMatchObject({ code: 0, err: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain('反映挪用资金');
    expect(readFileSync(file, 'utf8')).not.toContain(other);
    const single = join(home, 'event.tlog-proof');
    expect(await anjuan(['proof', `${clue}@1`, single], { DATABASE_URL: 'postgres://127.0.0.1:1/x' })).toMatchObject({ code: 0, err: '' });
    expect((await anjuan(['proof', '1'])).out).toBe(readFileSync(single, 'utf8'));
    expect(await anjuan(['proof', '3'])).toMatchObject({ code: 1, out: expect.stringContaining('does not hold 3') as string });
    expect(await anjuan(['bundle', clue, file])).toMatchObject({ code: 1, err: expect.stringContaining('EEXIST') as string });
    expect(await anjuan(['bundle', 'clue-nothing', join(home, 'none')])).toMatchObject({ code: 1 });

    const away = { DATABASE_URL: 'postgres://127.0.0.1:1/x', ANJUAN_HOME: join(home, 'nowhere'), ANJUAN_KEY_FILE: '' };
    expect(await anjuan(['verify', file, '--trust', trust], away)).toMatchObject({ code: 0, err: '' });
    expect(await anjuan(['verify', file], away)).toMatchObject({ code: 0, out: expect.stringContaining('give your own with --trust') as string });
    expect(JSON.parse((await anjuan(['verify', whole, '--trust', trust, '--json'], away)).out)).toMatchObject({ exitCode: 0, events: 2, streams: 2, found: 0 });
    expect(await anjuan(['verify', '--database'], away)).toMatchObject({ code: 2 });
    expect(await anjuan(['verify', single, '--trust', trust], away)).toMatchObject({ code: 0, err: '', out: expect.stringMatching(new RegExp(`stream ${clue}[\\s\\S]*good: as it was sealed`)) as string });
    expect(await anjuan(['verify', single], away)).toMatchObject({ code: 3, out: expect.stringContaining('nobody is trusted') as string });
    writeFileSync(single, readFileSync(single, 'utf8').replace('index 0', 'index 1'));
    expect(await anjuan(['verify', single, '--trust', trust], away)).toMatchObject({ code: 1 });

    writeFileSync(file, readFileSync(file, 'utf8').replace('反映挪用资金', '反映挪用物资'));
    expect(await anjuan(['verify', file, '--trust', trust], away)).toMatchObject({ code: 1, out: expect.stringMatching(/!! 第 0 条[\s\S]*content that was edited[\s\S]*tampered with/) as string });
    writeFileSync(file, readFileSync(file).subarray(0, 900));
    expect(await anjuan(['verify', file, '--trust', trust], away)).toMatchObject({ code: 2, out: expect.stringContaining('it ends too early') as string });

    const nobody = join(home, 'auditor', 'nobody.txt');
    writeFileSync(nobody, `${policy.split('\n')[0]}\nwitness x example.com/foo+73d3e3d9+BO\nquorum x\n`);
    expect(await anjuan(['verify', whole, '--trust', nobody], away)).toMatchObject({ code: 2, out: expect.stringContaining('policy, line 2') as string });
    rmSync(join(folder, logFiles.cosigned));
    expect(await anjuan(['verify', '--database', '--trust', trust])).toMatchObject({ code: 3, out: expect.stringContaining('not enough witnesses') as string });

    await owner.query(`update events set data = replace(data::text, '反映收受礼金', '反映收受礼品')::json where stream = '${other}'`);
    const told = await anjuan(['verify', '--database', '--trust', trust, '--json']);
    expect(told.code).toBe(1);
    expect(JSON.parse(told.out)).toMatchObject({ exitCode: 1, found: 1, findings: [{ kind: 'edited', position: 2, index: 1, stream: other, revision: 1, field: 'body' }] });
    expect((await anjuan(['bundle', 'log', join(home, 'late.anjuan')])).err).toContain('is not as it was sealed');
    expect(existsSync(join(home, 'late.anjuan'))).toBe(false);
  } finally {
    await store.close();
    await Promise.all([pool.end(), owner.end()]);
  }
});

it('says what it did not understand', async () => {
  for (const words of [['verify'], ['verify', 'a', 'b'], ['verify', 'a', '--database'], ['verify', 'a', '--fast'], ['witness'], ['witness', '--logs', 'x', '--port', '70000'], ['bundle', 'log'], ['proof'], ['proof', '1', 'a', 'b']])
    expect((await anjuan(words)).code).toBe(2);
  expect(await anjuan(['witness', '--logs', join(home, 'none.txt')])).toMatchObject({ code: 1, err: expect.stringContaining('ENOENT') as string });
});
