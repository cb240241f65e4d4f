import { hash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { archive, openPool } from '@anjuan/event-store';
import { logFiles, writeDurably } from '@anjuan/proof';
import { devTemporal, needs } from '@anjuan/test/support';
import { Client, Connection } from '@temporalio/client';
import { anjuan, checkpointIn, draft, installationKey, offices, run } from '../test/office';
import { checkFiles, formatManifest, readManifest } from './backup/manifest';
import { smallTables } from './backup/rows';

const { at, onEnd, office, working, keys, restore, started } = offices();

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

const filesIn = (name: string) => readdirSync(at(name), { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));

it('backed up while a writer goes on and restored elsewhere, every event is there byte for byte at its position, under the same root, and work goes on behind it', async () => {
  const { home, write, seal, backup, folder, url: here } = await office();
  await write(2_500);
  await seal();
  await write(3, 'closed');
  const owner = openPool(here, { max: 2 });
  onEnd(() => owner.end());
  await archive(owner, { streams: ['closed'], keep: (name, bytes) => writeDurably(join(home, 'archive', name), bytes), readBack: async (name) => readFileSync(join(home, 'archive', name)) });
  let busy = true;
  const writing = (async () => { while (busy) { await write(20, 'b'); await seal(); } })();
  const told = await backup('monday');
  busy = false;
  await writing;
  expect(told).toMatchObject({ code: 0, err: '' });
  expect(statSync(keys()).mode & 0o777).toBe(0o600);
  for (const file of filesIn('monday')) for (const secret of [installationKey, 'PRIVATE KEY']) expect(readFileSync(file).includes(secret)).toBe(false);

  const restored = await restore('monday', 'elsewhere');
  expect(restored).toMatchObject({ err: '', out: expect.stringMatching(/positions \d+–\d+ are lost/) as string, code: 1 }); // the witness has seen what came since
  const { log, ...manifest } = await readManifest(at('monday'));
  expect(manifest.position).toBeGreaterThanOrEqual(2_500);
  const url = await started(at('elsewhere'));
  expect((await rowsOf(url, 'events')).toSorted()).toEqual((await rowsOf(here, 'events', `where position <= ${manifest.position}`)).toSorted());
  for (const table of smallTables.filter((name) => name !== 'head')) expect(await rowsOf(url, table)).toEqual(await rowsOf(here, table));
  expect(checkpointIn(at('elsewhere', 'proof'))).toMatchObject({ size: log!.size });
  expect(checkpointIn(at('elsewhere', 'proof')).root.toString('base64')).toBe(log!.root);
  const segment = '00000001.jsonl.gz';
  expect(readFileSync(at('elsewhere', 'archive', segment))).toEqual(readFileSync(join(home, 'archive', segment)));
  expect(checkpointIn(folder).size).toBeGreaterThan(log!.size);
  const { store: again } = working(url, at('elsewhere'));
  expect(await again.append({ stream: 'new', expected: 0, command: 'after', body: '', events: [draft('after')] })).toMatchObject({ receipt: { position: manifest.position + 1 } });
});

it('a backup of all there is restores and verifies, with a fresh signature of the witness; what was not sealed yet is sealed', async () => {
  const { write, seal, backup } = await office();
  await write(300);
  await seal();
  await write(3, 'late');
  expect(await backup('all')).toMatchObject({ code: 0 });
  const told = await restore('all', 'elsewhere', ['--trust', at('home', 'proof', logFiles.policy)]);
  expect(told).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/restored and verified to position 303, log size 303, root \S+=\n$/) as string });
  expect(existsSync(at('elsewhere', 'restoring'))).toBe(false);
  const url = await started(at('elsewhere'));
  expect(await anjuan(['verify', '--database'], { DATABASE_URL: url, ANJUAN_HOME: at('elsewhere'), ANJUAN_KEY_FILE: at('elsewhere', 'keys', 'installation.key') })).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(at('elsewhere', 'keys', 'signing.key'), 'utf8')).toBe(readFileSync(at('home', 'keys', 'signing.key'), 'utf8'));
  expect(statSync(at('elsewhere', 'keys', 'signing.key')).mode & 0o777).toBe(0o600);
});

it('yesterday\'s backup says exactly which positions are lost, by whoever has seen more, and nothing is signed over them', async () => {
  const { write, seal, backup, folder, away } = await office();
  await write(900);
  await seal();
  await backup('yesterday');
  await write(100);
  await seal();
  const lost = 'saw size 1000, this backup has 900: positions 901–1000 are lost';
  expect(await restore('yesterday', 'by-witness')).toMatchObject({ code: 1, err: '', out: expect.stringContaining(`rolled back: witness w1 ${lost}`) as string });
  await away();
  expect(await restore('yesterday', 'alone')).toMatchObject({ code: 3, out: expect.stringMatching(/fetch failed[\s\S]*restored to position 900, log size 900/) as string });
  const kept = join(folder, logFiles.checkpoint);
  expect(await restore('yesterday', 'by-auditor', ['--seen', kept])).toMatchObject({ code: 1, out: expect.stringContaining(`rolled back: ${kept} ${lost}`) as string });
  // The home outlived its database: the signer knows by itself.
  mkdirSync(at('by-signer', 'keys'), { recursive: true });
  for (const file of ['installation.key', 'signing.key', 'signing.key.signed']) cpSync(at('home', 'keys', file), at('by-signer', 'keys', file));
  expect(await restore('yesterday', 'by-signer')).toMatchObject({ code: 1, out: expect.stringContaining(`rolled back: signer ${lost}`) as string });

  for (const home of ['by-witness', 'by-auditor', 'by-signer']) {
    const { store, seal: sealAgain, write: writeAgain } = working(await started(at(home)), at(home));
    await writeAgain(102, 'new');
    const events = await store.readAll(900, 10_000);
    await expect(sealAgain(events.slice(0, 1))).rejects.toThrow('1000 leaves were signed, and now there are only 901');
    await expect(sealAgain(events)).rejects.toThrow('which are not the same with more behind them');
    expect(checkpointIn(at(home, 'proof')).size).toBe(900);
  }
});

it('a backup from before anything was sealed is held against what was seen since all the same', async () => {
  const { write, seal, backup, folder, away } = await office();
  await write(3);
  await backup('early');
  await seal();
  expect(await restore('early', 'whole')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('restored and verified to position 3, log size 3') as string });
  await away();
  await write(2);
  await seal().catch(() => undefined); // the witness is away: the log alone knows of them
  expect(await restore('early', 'cut', ['--seen', join(folder, logFiles.checkpoint)])).toMatchObject({ code: 1, out: expect.stringContaining('this backup has 3: positions 4–5 are lost') as string });
});

it('a backup with nothing in it, or from which the log was taken out, is held against what was seen all the same: it does not pass for one of which nothing was ever sealed', async () => {
  const { write, seal, backup, folder, away } = await office();
  await backup('empty');
  await write(5);
  await seal();
  await backup('good');
  const kept = join(folder, logFiles.checkpoint);
  expect(await restore('empty', 'by-witness')).toMatchObject({ code: 1, err: '', out: expect.stringContaining('rolled back: witness w1 saw size 5, this backup has 0: positions 1–5 are lost') as string });
  await away();
  expect(await restore('empty', 'by-auditor', ['--seen', kept])).toMatchObject({ code: 1, err: '', out: expect.stringContaining(`${kept} saw size 5, this backup has 0: positions 1–5 are lost`) as string });
  expect(await restore('empty', 'alone')).toMatchObject({ code: 3, out: expect.stringContaining('nothing was ever sealed') as string });

  // Whoever has the folder can write its list anew.
  const manifest = await readManifest(at('good'));
  const files = manifest.files.filter(({ path }) => !/^(?:proof|signer)\//.test(path));
  const put = (list: typeof files) => writeFileSync(at('good', 'manifest.json'), formatManifest({ ...manifest, log: null, files: list }));
  put(files);
  rmSync(at('good', 'proof'), { recursive: true });
  const told = await restore('good', 'stripped', ['--seen', kept]);
  expect(told).toMatchObject({ code: 3, err: '', out: expect.stringContaining('brings no policy.txt to say whose signatures count: name one with --trust') as string });
  const events = files.find(({ path }) => path.startsWith('events/'))!.path;
  const altered = readFileSync(at('good', events), 'utf8').replace('{\\"text\\":\\"2\\"', '{\\"text\\":\\"x\\"');
  writeFileSync(at('good', events), altered);
  put(files.map((line) => (line.path === events ? { ...line, sha256: hash('sha256', altered, 'hex') } : line)));
  expect(await restore('good', 'altered', ['--seen', kept])).toMatchObject({ code: 1, err: '', out: expect.stringContaining('which are not the same with more behind them') as string });
});

needs('temporal')('A Temporal that outlived the database', () => {
  it('is told, with how many workflows run there, and left alone: it may be that of an office at work', async () => {
    const { write, seal, backup } = await office();
    await write(3);
    await seal();
    await backup('monday');
    const temporal = await devTemporal();
    const connection = await Connection.connect({ address: temporal.address });
    onEnd(() => connection.close().then(() => temporal.stop()));
    const client = new Client({ connection });
    await client.workflow.start('clue', { workflowId: 'clue-ahead', taskQueue: 'nobody' });
    expect(await restore('monday', 'elsewhere', [], { TEMPORAL_ADDRESS: temporal.address })).toMatchObject({ code: 0, out: expect.stringContaining(`1 workflows run in the Temporal at ${temporal.address} and may know of steps after the backup`) as string });
    expect((await client.workflow.getHandle('clue-ahead').describe()).status.name).toBe('RUNNING');
  });
});

it('an event that was altered before the backup is named by its position after the restore', async () => {
  const { write, seal, backup, url } = await office();
  await write(20);
  await seal();
  const owner = openPool(url, { max: 1 });
  await owner.query(`update events set data = '{"text":"other"}' where position = 7`);
  await owner.end();
  await backup('altered');
  expect(await restore('altered', 'elsewhere')).toMatchObject({ code: 1, out: expect.stringMatching(/position 7 \(a revision 7\): body was edited[\s\S]*restored to position 20/) as string });
});

it('a damaged, missing or foreign file is named, and nothing is written', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  await backup('good');
  const check = async () => checkFiles(at('good'), await readManifest(at('good')), () => undefined);
  for (const file of filesIn('good')) {
    const name = file.slice(at('good').length + 1);
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
  expect(existsSync(at('elsewhere'))).toBe(false);
  rmSync(at('good', 'manifest.json'));
  expect(await restore('good', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining('it is no backup, or one that was cut short') as string });
});

it('a file of trust that is none is named, whoever gave it, and nothing is written', async () => {
  const { write, seal, backup } = await office();
  await write(1);
  await seal();
  await backup('monday');
  writeFileSync(at('trust.txt'), 'trust everybody\n');
  for (const [trust, why] of [['trust.txt', 'policy, line 1: expected log, witness, group or quorum'], ['none.txt', '没有这个文件或文件夹']] as const)
    expect(await restore('monday', 'elsewhere', ['--trust', at(trust)])).toMatchObject({ code: 2, err: '', out: expect.stringMatching(new RegExp(`cannot be restored: --trust ${at(trust)}: ${why}`)) as string });
  expect(existsSync(at('elsewhere'))).toBe(false);
});

it('keys that are missing, broken or another office\'s are refused before anything is written; they never lie with the data', async () => {
  const { write, seal, backup, env } = await office();
  await write(5);
  await seal();
  expect(await backup('monday', ['--keys', at('monday', 'keys.json')])).toMatchObject({ code: 1, err: expect.stringContaining('keys do not lie with the data') as string });
  expect(existsSync(at('monday'))).toBe(false);
  expect(await backup('monday', [])).toMatchObject({ code: 0, out: expect.stringContaining('without them it cannot be restored') as string });
  expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining('ENOENT') as string });
  expect(await anjuan(['restore', at('monday'), '--into', at('elsewhere')], {})).toMatchObject({ code: 2, out: expect.stringContaining('there are no keys') as string });
  mkdirSync(at('safe'));
  for (const [text, why] of [
    ['{}', 'is no file of keys'], ['x', 'is no file of keys'],
    [JSON.stringify({ format: 'anjuan-keys/v1', installation: 'cd'.repeat(32), signing: readFileSync(at('home', 'keys', 'signing.key'), 'utf8'), witness: null }), 'these are not the keys of this backup'],
    [JSON.stringify({ format: 'anjuan-keys/v1', installation: installationKey, signing: null, witness: null }), 'these are not the keys of this backup'],
  ] as const) {
    writeFileSync(keys(), text);
    expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining(why) as string });
  }
  expect(await backup('tuesday')).toMatchObject({ code: 1, err: expect.stringContaining('exists and holds something else') as string });
  expect(existsSync(at('elsewhere'))).toBe(false);
  expect(await anjuan(['restore', at('monday')], { ...env, DATABASE_URL: '' })).toMatchObject({ code: 2, out: expect.stringContaining('holds a log already') as string });
});

it('a database or a home that is not empty is left as it is', async () => {
  const { write, seal, backup, url } = await office();
  await write(5);
  await seal();
  await backup('monday');
  const before = await rowsOf(url, 'events');
  expect(await restore('monday', 'elsewhere', [], { DATABASE_URL: url })).toMatchObject({ code: 2, out: expect.stringContaining('the database is not empty (it has events up to position 5)') as string });
  expect(await rowsOf(url, 'events')).toEqual(before);
  expect(existsSync(at('elsewhere', 'keys'))).toBe(false);
  mkdirSync(at('warm', 'temporal'), { recursive: true });
  writeFileSync(at('warm', 'temporal', 'temporal.db'), '');
  expect(await restore('monday', 'warm')).toMatchObject({ code: 2, out: expect.stringContaining('may know of what came after the backup') as string });
  expect(await backup('monday')).toMatchObject({ code: 1, err: expect.stringContaining('exists already') as string });
});

it('a backup that is killed leaves nothing that looks like one, and the next goes through', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  for (const point of ['backup.afterEvents', 'backup.beforeManifest', 'backup.beforeRename']) {
    expect(await backup('monday', undefined, { CRASH_AT: point })).toMatchObject({ code: 'SIGKILL' });
    expect(existsSync(at('monday'))).toBe(false);
    expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringContaining('it is no backup') as string });
  }
  expect(await backup('monday')).toMatchObject({ code: 0 });
  expect(readdirSync(at()).filter((name) => name.startsWith('monday'))).toEqual(['monday']);
  expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 0 });
});

it('a restore that is killed keeps the home from starting, and run again it goes through', async () => {
  const { write, seal, backup } = await office();
  await write(5);
  await seal();
  await backup('monday');
  for (const point of ['restore.afterFiles', 'restore.beforeCommit', 'restore.afterCommit']) {
    const home = point.replace('.', '-');
    expect(await restore('monday', home, [], { CRASH_AT: point })).toMatchObject({ code: 'SIGKILL' });
    expect(await run('infra/local/start.mjs', [], { ANJUAN_HOME: at(home) })).toMatchObject({ code: 1, out: expect.stringContaining('a backup was restored half way') as string });
    expect(await restore('monday', home)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('restored and verified to position 5') as string });
  }
});

it('every table is either kept, or named here as one that is worked out from the events', async () => {
  const { url } = await office();
  const owner = openPool(url, { max: 1 });
  onEnd(() => owner.end());
  const { rows } = await owner.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`);
  const workedOut = ['checkpoints', 'conducted', 'figure_again', 'figure_days', 'figure_marks', 'interventions', 'looks', 'matters', 'parked', 'post_holders', 'published', 'running_clocks', 'stuck'];
  expect(rows.map(({ name }) => name)).toEqual(['events', ...smallTables, ...workedOut].sort());
});

it('says what it did not understand', async () => {
  for (const words of [['backup'], ['backup', 'a', 'b'], ['backup', 'a', '--fast'], ['restore'], ['restore', 'a', 'b'], ['restore', 'a', '--force']]) expect((await anjuan(words, {})).code).toBe(2);
});
