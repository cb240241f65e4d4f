import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const made = new Set(['node_modules', 'dist', 'coverage', '.git']);

/** Every file a person wrote under a folder (or the file itself); nothing for a path that is not there. @type {(path: string) => string[]} */
export const filesUnder = (path) => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => !made.has(name))
      .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]));
  } catch {
    return existsSync(path) ? [path] : [];
  }
};
