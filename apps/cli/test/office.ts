import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import { installationKeys } from '@anjuan/handle';
import { freePort, root, startPostgres } from '@anjuan/local';
import {
  cosigner, firstWitness, formatPolicy, formatVerifierKey, keyFile, kinds, logFiles, logKey, namesOfLog, newSm2Key, notary, openingIn, parseCheckpoint, parseNote, parsePolicy, serveWitness, signedFile, signingKey, sm3Log, witness, writeDurably, type Checkpoint, type VerifierKey,
} from '@anjuan/proof';
import { type Database, freshDatabase } from '@anjuan/test/support';

export type Told = { readonly code: number | string; readonly out: string; readonly err: string };

export const installationKey = 'ab'.repeat(32);

/** A program of ours as a person starts it, told nothing but this. */
export const run = (program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Told> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } }, (error, out, err) => resolve({ code: error ? (error.signal ?? error.code ?? 1) : 0, out, err }));
  });
export const anjuan = (words: readonly string[], env: NodeJS.ProcessEnv): Promise<Told> => run('apps/cli/bin/anjuan.mjs', words, env);

export const buildCommandLine = () => promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'cli'], { cwd: root });

export const draft = (text: string): EventDraft => ({
  process: 'diary', type: 'LineWritten', schema: 1, table: '', data: { text, odd: 'é "\\u0001"\t\n\\N 案卷', big: 1e21 }, sealed: [], organ: 'organ', actor: { person: 'P-01', office: 'office', post: 'handler' }, approvals: [], basis: [],
  policy: '', calendar: '', read: {}, confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: new Date().toISOString(), correlation: 'history',
});

/** The log's checkpoint as it stands in its folder. */
export const checkpointIn = (folder: string): Checkpoint => parseCheckpoint(parseNote(readFileSync(join(folder, logFiles.checkpoint), 'utf8')).text);

/** For each test a folder and a database, and an end to whatever it opened. Builds the command line once. */
export const offices = () => {
  let place = '';
  let database: Database;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(buildCommandLine);
  beforeEach(async () => {
    place = mkdtempSync(join(tmpdir(), 'anjuan-office-'));
    database = await freshDatabase();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await database.drop();
    rmSync(place, { recursive: true, force: true });
  });
  const at = (...names: string[]) => join(place, ...names);
  const onEnd = (close: () => Promise<unknown>) => void closing.push(close);

  /** A store and its notary, as the notary's process wires them in that home: of the log, or of the second one. */
  const working = (url: string, home: string, { sm3 = false } = {}) => {
    const pool = openPool(url, { max: 4, role: 'anjuan_app' });
    const store = postgresEventStore(pool, { archives: join(home, 'archive') });
    onEnd(() => pool.end());
    onEnd(() => store.close());
    const first = { folder: join(home, 'proof'), keyFile: join(home, 'keys', 'signing.key') };
    const { folder, keyFile: file } = sm3 ? sm3Log(first) : first;
    const own = keyFile(file, sm3 ? newSm2Key : undefined);
    const key = logKey(own, namesOfLog(folder, logKey(own).name).origin);
    const revisions = new Map<string, number>();
    return {
      store, key, folder, home,
      ...notary({ folder, key, opening: openingIn(folder), witness: firstWitness(key, signedFile(file)), secret: installationKeys(installationKey).opaque, store }),
      write: async (n: number, stream = 'a') => {
        for (let i = 0; i < n; i += 1) {
          const expected = revisions.get(stream) ?? 0;
          const answer = await store.append({ stream, expected, command: randomUUID(), body: `body of ${i}`, events: [draft(`${i}`)] });
          if (answer.kind !== 'appended') throw new Error(answer.kind);
          revisions.set(stream, expected + 1);
        }
      },
    };
  };

  /** An office that works: a database, a home with keys and a log, an auditor's witness elsewhere. */
  const office = async () => {
    const home = at('home');
    mkdirSync(join(home, 'keys'), { recursive: true });
    writeFileSync(join(home, 'keys', 'installation.key'), installationKey, { mode: 0o600 });
    const { seal: sealNew, reached, ...works } = working(database.url, home);
    const witnessKey = signingKey('witness.example/w1', kinds.cosignature, keyFile(at('auditor', 'key')));
    const known: VerifierKey[] = [works.key];
    const server = await serveWitness(witness({ folder: at('auditor', 'seen'), key: witnessKey, logs: known, now: () => Math.floor(Date.now() / 1_000) }), 0);
    let stopped: Promise<void> | undefined;
    const away = () => (stopped ??= server.stop());
    onEnd(away);
    const policy = formatPolicy(works.key, `witness w1 ${formatVerifierKey(witnessKey)} ${server.url}\nquorum w1\n`);
    await writeDurably(join(works.folder, logFiles.policy), policy);
    const env = { ANJUAN_HOME: home, DATABASE_URL: database.url, ANJUAN_KEY_FILE: join(home, 'keys', 'installation.key') };
    return {
      ...works, env, known, url: database.url, policy,
      /** The witness goes away. */
      away,
      seal: async () => {
        await sealNew(await works.store.readAll((await reached()).position, 10_000));
        expect(await cosigner(works.folder, parsePolicy(policy).witnesses)()).toEqual([]);
      },
      backup: (name: string, words: readonly string[] = ['--keys', keys()], over: NodeJS.ProcessEnv = {}) => anjuan(['backup', at(name), ...words], { ...env, ...over }),
    };
  };

  const keys = () => at('safe', 'keys.json');
  const restore = (name: string, into: string, words: readonly string[] = [], over: NodeJS.ProcessEnv = {}) => anjuan(['restore', at(name), '--into', at(into), '--keys', keys(), ...words], over);

  /** The embedded Postgres of a restored home, as `npm start` starts it. */
  const started = async (home: string) => {
    const postgres = await startPostgres({ dir: join(home, 'postgres'), port: await freePort(), log: join(home, 'pg.log'), run: join(home, 'run') });
    onEnd(postgres.stop);
    return postgres.url;
  };

  return { at, onEnd, office, working, keys, restore, started };
};
