import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll } from './build-all.mjs';
import { check } from './checks.mjs';
import { closingLine } from './jest-summary.mjs';
import { root } from './paths.mjs';
import { say } from './say.mjs';
import { setUpForTests } from './setup.mjs';

const local = import.meta.dirname;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {(args: string[]) => Promise<Counts>} */
const jest = async (args) => {
  const folder = mkdtempSync(join(tmpdir(), 'anjuan-counts-'));
  const file = join(folder, 'counts.json');
  const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '--reporters=default', `--reporters=${join(local, 'jest-summary.mjs')}`, ...args],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ANJUAN_TEST_COUNTS: file } });
  // Ctrl-C reaches jest by itself, which stops its servers; we only wait for it.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => { if (signal === 'SIGTERM') child.kill(signal); });
  const code = await new Promise((done) => child.on('exit', (exit, signal) => done(exit ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)])));
  try {
    /** @type {Counts} */
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    // jest also fails for what is no test: a run that found none, a set-up or tear-down that threw.
    return { ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed };
  } catch {
    say(`jest ended with code ${code} before it counted anything`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Setup and build are no tests, but nothing can pass without them. @type {() => Promise<boolean>} */
const prepared = async () => {
  try {
    await setUpForTests();
    await buildAll();
    return true;
  } catch (error) {
    say(`FAILED before any test: ${error instanceof Error ? error.message : error}`);
    return false;
  }
};

/** @type {Counts} */
let counts = { passed: 0, failed: 1, skipped: 0 };
if (await prepared()) {
  const failedChecks = await check();
  counts = await jest(process.argv.slice(2));
  counts = { ...counts, passed: counts.passed + 2 - failedChecks, failed: counts.failed + failedChecks };
}
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
