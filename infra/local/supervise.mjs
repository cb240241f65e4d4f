import { lastLines } from './children.mjs';
import { say } from './say.mjs';

/** A child that has run this long was well: its next death is a new matter and is answered quickly. */
const wellAfter = 60_000;
const longestWait = 30_000;

/**
 * @typedef {{ exited: Promise<string>, stop(): Promise<void> }} Running
 * @typedef {{ stop(): Promise<void> }} Supervised
 */

/**
 * Keeps something running: when it ends by itself it is started again, after a wait that doubles while it keeps dying.
 * @param {string} name @param {string} log @param {() => Promise<Running>} start
 * @returns {Promise<Supervised>} once it has started
 */
export const supervise = async (name, log, start) => {
  let stopping = false;
  let wait = 1_000;
  let current = await start();
  /** @type {() => void} */
  let wake = () => {};

  const watch = async () => {
    for (let began = Date.now(); ; ) {
      const how = await current.exited;
      if (stopping) return;
      if (Date.now() - began > wellAfter) wait = 1_000;
      say(`${name} ended with ${how}; starting it again in ${wait / 1000} s. Its last lines (${log}):\n${lastLines(log)}`);
      for (;;) {
        await new Promise((done) => { wake = () => done(undefined); setTimeout(wake, wait); });
        if (stopping) return;
        wait = Math.min(wait * 2, longestWait);
        try {
          began = Date.now();
          current = await start();
          break;
        } catch (error) {
          say(`${name} did not start; trying again in ${wait / 1000} s: ${error instanceof Error ? error.message : error}`);
        }
      }
      say(`${name} is running again`);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      stopping = true;
      wake();
      await current.stop();
      await watching;
      // A start that was under way when we were told to stop has left a child of its own.
      await current.stop();
    },
  };
};
