import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { nx, nxEnv } from './build-all.mjs';
import { filesUnder } from './files.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/** Packages whose folder holds no source yet: tsc and eslint would call that an error. @returns {string[]} */
const empty = () =>
  ['apps', 'libs'].flatMap((room) => readdirSync(join(root, room)).map((name) => ({ name, folder: join(root, room, name) })))
    .concat(['workflows', 'activities'].map((name) => ({ name, folder: join(root, name) })))
    .filter(({ folder }) => !filesUnder(folder).some((file) => /\.tsx?$/.test(file)))
    .map(({ name }) => `@anjuan/${name}`);

/** Types and lint of every package. @returns {Promise<number>} how many of the two failed */
export const check = async () => {
  const without = empty();
  let failed = 0;
  for (const target of ['typecheck', 'lint']) {
    say(`Checking: ${target} …`);
    try {
      await run(nx, ['run-many', '-t', target, '--outputStyle=static', ...(without.length > 0 ? [`--exclude=${without.join(',')}`] : [])], { cwd: root, env: nxEnv(), show: true });
    } catch {
      failed += 1;
      say(`FAILED ${target}`);
    }
  }
  return failed;
};
