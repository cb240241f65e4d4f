import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tools } from './paths.mjs';
import { isProgram, onPath, run } from './run.mjs';
import { during } from './say.mjs';

const version = '1.32.1';
const folder = () => join(tools(), `temporal-test-server-${version}`);
const script = () => join(folder(), 'temporal-test-server');

/** The Temporal server whose time tests can move; it needs Java. @returns {string | undefined} */
export const findTestServer = () => (onPath('java') && isProgram(script()) ? script() : undefined);

export const testServerTodo = 'Install Java 11 or later and Maven (Debian: `apt-get install default-jre-headless maven`), then run `npm test` again.';

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>anjuan</groupId><artifactId>time-skipping-server</artifactId><version>1</version>
  <dependencies><dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${version}</version></dependency></dependencies>
</project>
`;

/**
 * Finds the server, or fetches it with Maven once for all clones of this user.
 * @returns {Promise<string | undefined>} undefined without Java or Maven
 */
export const getTestServer = async () => {
  const found = findTestServer();
  if (found) return found;
  const maven = onPath('mvn');
  if (!onPath('java') || !maven) return undefined;
  const fresh = `${folder()}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(join(fresh, 'pom.xml'), pom);
    await during(`Fetching the time-skipping Temporal server ${version} with Maven (once; 33 MB)`, () => run(maven, ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], { cwd: fresh }));
    writeFileSync(join(fresh, 'temporal-test-server'), `#!/bin/sh\nexec java -cp "$(dirname "$0")/libs/*" io.temporal.testserver.TestServer "$@"\n`);
    chmodSync(join(fresh, 'temporal-test-server'), 0o755);
    rmSync(folder(), { recursive: true, force: true });
    renameSync(fresh, folder());
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return findTestServer();
};
