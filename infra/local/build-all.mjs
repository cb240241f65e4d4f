import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder } from './files.mjs';
import { root, stamps } from './paths.mjs';
import { run } from './run.mjs';
import { during } from './say.mjs';

const stamp = join(stamps, 'built');

/** Every file a build can depend on. */
const places = ['apps', 'workflows', 'activities', 'libs', 'infra/local', 'package.json', 'package-lock.json', 'tsconfig.base.json', 'nx.json'];
const fingerprint = () => {
  const hash = createHash('sha256');
  const files = places.flatMap((place) => filesUnder(join(root, place))).filter((file) => !/\.spec\.tsx?$/.test(file)).sort();
  for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
};

/** Apps that have sources leave something in dist; one that was wiped must be built again. */
const allThere = () =>
  readdirSync(join(root, 'apps')).every((name) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(root, 'apps', name, 'package.json'), 'utf8'));
    const sources = ['src/main.ts', 'src/main.tsx', 'index.html'].some((file) => existsSync(join(root, 'apps', name, file)));
    return !scripts.build || !sources || existsSync(join(root, 'apps', name, 'dist'));
  });

/** Environment for Nx: no daemon left behind, nothing reported to anybody. */
export const nxEnv = () => ({ ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NO_UPDATE_NOTIFIER: '1' });

export const nx = join(root, 'node_modules', '.bin', 'nx');

/** Builds what changed. When no source changed since the last build, Nx is not even asked. */
export const buildAll = async () => {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now && allThere()) return;
  await during('Building', () => run(nx, ['run-many', '-t', 'build', '--outputStyle=static'], { cwd: root, env: nxEnv() }));
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, now);
};
