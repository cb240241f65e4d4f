import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tools } from './paths.mjs';
import { isProgram, onPath, run } from './run.mjs';
import { during } from './say.mjs';

/** Later versions carry a replace directive, with which `go install` refuses to work. */
const version = 'v1.5.1';

const cached = () => join(tools(), `temporal-${version}`, 'temporal');

/** The Temporal server's program: on PATH, or the copy we built before. @returns {string | undefined} */
export const findTemporal = () => onPath('temporal') ?? [cached()].find(isProgram);

export const temporalTodo = `Install Go (go.dev) and start again: it is then built once, in a few minutes. Or put the program \`temporal\` on PATH, or set TEMPORAL_ADDRESS to a Temporal server.`;

/**
 * Finds the server's program, or builds it with Go once for all clones of this user.
 * @returns {Promise<string>}
 */
export const getTemporal = async () => {
  const found = findTemporal();
  if (found) return found;
  const go = onPath('go') ?? ['/usr/local/go/bin/go'].find(isProgram);
  if (!go) throw new Error(`No Temporal server: \`temporal\` is not on PATH and there is no Go to build it with. ${temporalTodo}`);
  const fresh = join(tools(), `temporal-${version}.${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  let last = '';
  try {
    await during(`Building the Temporal server ${version} with Go (once; 2 to 4 minutes, 250 MB in ${tools()})`,
      () => run(go, ['install', '-v', `github.com/temporalio/cli/cmd/temporal@${version}`], { env: { ...process.env, GOBIN: fresh }, onLine: (line) => { last = line; } }),
      { status: () => last.slice(0, 80) });
    mkdirSync(join(tools(), `temporal-${version}`), { recursive: true });
    renameSync(join(fresh, 'temporal'), cached());
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return cached();
};
