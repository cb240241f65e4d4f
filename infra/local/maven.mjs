import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, run } from './run.mjs';
import { during } from './say.mjs';

/** @type {(coordinates: string) => string} */
const dependency = (coordinates) => {
  const [group, artifact, version] = coordinates.split(':');
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
};

/** @type {(coordinates: readonly string[]) => string} */
const pom = (coordinates) => `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>anjuan</groupId><artifactId>jars</artifactId><version>1</version>
  <dependencies>${coordinates.map(dependency).join('')}</dependencies>
</project>
`;

/**
 * Fetches a program that comes as jars, with all it needs, once for all clones of this user: `FOLDER/libs` is there whole or not at all.
 * @param {string} what for the line that says so
 * @param {readonly string[]} coordinates group:artifact:version
 * @param {string} folder
 * @param {(fresh: string) => void} [finish] adds to the folder before it is seen
 * @returns {Promise<boolean>} false without Java or Maven
 */
export const fetchJars = async (what, coordinates, folder, finish = () => {}) => {
  const maven = onPath('mvn');
  if (!onPath('java') || !maven) return false;
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(join(fresh, 'pom.xml'), pom(coordinates));
    await during(`Fetching ${what} with Maven (once)`, () => run(maven, ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], { cwd: fresh }));
    finish(fresh);
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
};
