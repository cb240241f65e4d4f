import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll } from './build-all.mjs';
import { bundle } from './build.mjs';
import { startInstallation } from './installation-run.mjs';
import { root } from './paths.mjs';
import { freePort } from './ports.mjs';
import { run } from './run.mjs';
import { sayBeside } from './say.mjs';
import { setUp } from './setup.mjs';

sayBeside();

/** @type {{ stop(): Promise<void> }[]} */
const running = [];
const folder = mkdtempSync(join(tmpdir(), 'anjuan-bench-'));

const stopAll = async () => {
  for (const part of running.splice(0).reverse()) await part.stop();
  rmSync(folder, { recursive: true, force: true });
};
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void stopAll().then(() => process.exit(1)));

/** A whole installation of its own, so that a bench neither finds old data nor leaves any. */
try {
  const entry = join(root, 'test', 'bench', 'main.ts');
  if (!existsSync(entry)) throw new Error('test/bench/main.ts is not there yet');
  const { temporal } = await setUp();
  await buildAll();
  for (const setting of ['ANJUAN_PORT', 'ANJUAN_PG_PORT', 'ANJUAN_TEMPORAL_PORT', 'ANJUAN_TEMPORAL_UI_PORT']) process.env[setting] = String(await freePort());
  const { databaseUrl, temporalAddress, consoleUrl, keyFile } = await startInstallation({ home: folder, temporal, started: (_, part) => running.push(part) });
  const program = join(root, 'test', 'bench', 'dist', 'main.mjs');
  await bundle(entry, program);
  await run(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
    show: true, cwd: root, env: { ...process.env, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress, API_URL: consoleUrl, ANJUAN_KEY_FILE: keyFile, ANJUAN_HOME: folder },
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
