import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stamps } from './paths.mjs';
import { run } from './run.mjs';
import { during, say } from './say.mjs';

const stamp = join(stamps, 'installed');

/** What decides which packages belong in node_modules. */
const wanted = () => createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');

/** @type {(path: string) => Record<string, { version?: string, optional?: boolean, link?: boolean }>} */
const packagesOf = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;

/** What npm itself noted about the last installation: somebody who ran `npm install` by hand needs no second one. */
const sameByContent = () => {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const there = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(([place, { version, optional, link }]) => !place.startsWith('node_modules/') || optional || link || there[place]?.version === version);
};

/** Are the packages there that the lock file names? */
const upToDate = () => (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) || (sameByContent() && remember());

const remember = () => {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, wanted());
  return true;
};

/**
 * Installs when node_modules is missing or the lock file has changed since. Uses Node's own modules only: nothing else is there yet.
 * Not `npm ci`: it refuses a lock file that lacks the builds of optional packages for other kinds of machine, and not every registry carries those.
 */
export const installDependencies = async () => {
  if (upToDate()) return;
  const reason = existsSync(join(root, 'node_modules')) ? 'package-lock.json changed since the last installation' : 'first time in this clone';
  let last = '';
  try {
    await during(`Installing dependencies with npm (${reason})`,
      () => run('npm', ['install', '--no-save', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=http'], { cwd: root, noise: /^npm (?:http|notice|warn)/, onLine: (line) => { last = line; } }),
      { status: () => readable(last) });
  } catch (error) {
    say("npm failed. Is its registry reachable? `npm ping` says so. Then start again; what was fetched is kept in npm's cache.");
    throw error;
  }
  remember();
};

/** Name of the package being fetched, out of npm's line about it. @type {(line: string) => string} */
const readable = (line) => line.match(/fetch GET \d+ \S+?\/([^/\s]+)(?:\/-\/\S+)? \d+ms/)?.[1] ?? line.replace(/^npm \S+ /, '').slice(0, 60);
