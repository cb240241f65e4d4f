import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchJars } from './maven.mjs';
import { tools } from './paths.mjs';
import { isProgram, onPath } from './run.mjs';

const version = '1.32.1';
const folder = () => join(tools(), `temporal-test-server-${version}`);
const script = (/** @type {string} */ place) => join(place, 'temporal-test-server');

/** The Temporal server whose time tests can move; it needs Java. @returns {string | undefined} */
export const findTestServer = () => (onPath('java') && isProgram(script(folder())) ? script(folder()) : undefined);

export const testServerTodo = 'Install Java 11 or later and Maven (Debian: `apt-get install default-jre-headless maven`), then run `npm test` again.';

/**
 * Finds the server, or fetches it with Maven once for all clones of this user.
 * @returns {Promise<string | undefined>} undefined without Java or Maven
 */
export const getTestServer = async () => {
  const found = findTestServer();
  if (found) return found;
  await fetchJars(`the time-skipping Temporal server ${version}, 33 MB,`, [`io.temporal:temporal-test-server:${version}`], folder(), (fresh) => {
    writeFileSync(script(fresh), `#!/bin/sh\nexec java -cp "$(dirname "$0")/libs/*" io.temporal.testserver.TestServer "$@"\n`);
    chmodSync(script(fresh), 0o755);
  });
  return findTestServer();
};
