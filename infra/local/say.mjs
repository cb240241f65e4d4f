const began = Date.now();

/** @type {(from: number) => string} */
const since = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

/** @type {NodeJS.WritableStream} */
let out = process.stdout;

/** For a program whose output somebody reads by machine. */
export const sayBeside = () => { out = process.stderr; };

/** One line for the person watching, with the seconds since the launcher began. @type {(text: string) => void} */
export const say = (text) => void out.write(`[${since(began).padStart(7)}] ${text}\n`);

/**
 * Says what begins, repeats every few seconds that it still runs, and says how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @param {{ every?: number, status?: () => string }} [watch]
 * @returns {Promise<T>}
 */
export const during = async (what, work, { every = 5_000, status = () => '' } = {}) => {
  const from = Date.now();
  say(`${what} …`);
  const tick = setInterval(() => say(`${what} … ${since(from)} so far${status() ? ` (${status()})` : ''}`), every);
  try {
    const result = await work();
    say(`${what}: done in ${since(from)}`);
    return result;
  } finally {
    clearInterval(tick);
  }
};
