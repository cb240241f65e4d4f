import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPeers } from './bench-peers.mjs';
import { buildAll } from './build-all.mjs';
import { bundle } from './build.mjs';
import { endStale } from './children.mjs';
import { flags, startInstallation } from './installation-run.mjs';
import { root } from './paths.mjs';
import { freePort } from './ports.mjs';
import { say, sayBeside } from './say.mjs';
import { setUp } from './setup.mjs';

sayBeside();

/** @type {{ stop(): Promise<void> }[]} */
const running = [];
const dist = join(root, 'test', 'bench', 'dist');
const folder = mkdtempSync(join(tmpdir(), 'anjuan-bench-'));

/** @type {Promise<void> | undefined} */
let ending;

/** Once, however many ask: a signal ends the measuring, which then comes here as well while the parts are still stopping. */
const stopAll = () => (ending ??= (async () => {
  for (const part of running.splice(0).reverse()) await part.stop().catch((/** @type {Error} */ error) => process.stderr.write(`${error.message}\n`));
  // What the measuring itself started, had it no time to end it.
  await endStale(join(folder, 'run'), say);
  rmSync(folder, { recursive: true, force: true });
})());
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void stopAll().then(() => process.exit(1)));

/** Programs of the bench: what it measures with, and peers, each a process of its own; and the thread that helps the command line rebuild. */
const programs = { main: 'main.ts', hand: '../../apps/cli/src/hand.ts', 'http-load': 'http-load.ts', 'handle-load': 'handle-load.ts', emmett: 'peers/emmett.ts', dbos: 'peers/dbos.ts', temporal: 'peers/temporal.ts' };

/** @type {(env: NodeJS.ProcessEnv) => Promise<number>} */
const measure = (env) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags('api'), join(dist, 'main.mjs'), ...process.argv.slice(2)], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    // Its own helpers end when it is gone.
    running.push({ stop: async () => { if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL'); } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

/** A whole installation of its own, so that a bench neither finds old data nor leaves any. */
try {
  const { temporal } = await setUp();
  const peers = await getPeers(process.argv.slice(2).filter((word) => !word.startsWith('--')));
  await buildAll();
  for (const setting of ['ANJUAN_PORT', 'ANJUAN_PG_PORT', 'ANJUAN_TEMPORAL_PORT', 'ANJUAN_TEMPORAL_UI_PORT']) process.env[setting] = String(await freePort());
  process.env.ANJUAN_HOME = folder;
  const { databaseUrl, temporalAddress, consoleUrl, keyFile } = await startInstallation({ home: folder, temporal, started: (_, part) => running.push(part) });
  for (const [name, entry] of Object.entries(programs)) await bundle(join(root, 'test', 'bench', entry), join(dist, `${name}.mjs`));
  process.exitCode = await measure({ ...process.env, ...peers, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, API_URL: consoleUrl, ANJUAN_KEY_FILE: keyFile });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
