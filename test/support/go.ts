import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of Go, or undefined. */
export const findGo = (): string | undefined => [...(process.env.PATH ?? '').split(delimiter), '/usr/local/go/bin'].map((folder) => join(folder, 'go')).find((path) => existsSync(path));
