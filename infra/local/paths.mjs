import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Root of the clone. */
export const root = resolve(import.meta.dirname, '../..');

/** Where this installation keeps its state: data, keys, logs, records of running children. */
export const home = () => resolve(process.env.ANJUAN_HOME ?? join(root, '.anjuan'));

/** Where programs that npm does not carry are kept between clones. */
export const tools = () => resolve(process.env.ANJUAN_TOOLS ?? join(homedir(), '.cache', 'anjuan'));

/** What the launcher remembers about the clone itself; `npm ci` wipes it together with what it describes. */
export const stamps = join(root, 'node_modules', '.anjuan');

/** Apps in the order they start; they stop in the reverse. */
export const apps = /** @type {const} */ (['api', 'worker', 'follower', 'notary']);
