import { createServer } from 'node:net';

/** Can we listen there on the loopback? @type {(port: number) => Promise<boolean>} */
export const isFree = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/**
 * A free port for a test, below the range the system hands out by itself: a port from that range can be
 * taken by any outgoing connection between our looking and our listening.
 * @returns {Promise<number>}
 */
export const freePort = async () => {
  for (let tries = 0; tries < 200; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port between 20000 and 31999 after 200 tries');
};

/** @param {string} what @param {import('./settings.mjs').PortSetting} wanted */
export const requireFree = async (what, { port, setting }) => {
  if (!(await isFree(port))) throw new Error(`Port ${port}, wanted for ${what}, is taken by another program. Free it, or move ${what} with ${setting}=<another port>.`);
};
