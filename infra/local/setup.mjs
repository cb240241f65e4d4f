import { chromiumTodo, getChromium } from './chromium.mjs';
import { installDependencies } from './dependencies.mjs';
import { given } from './settings.mjs';
import { say } from './say.mjs';
import { getTemporal, temporalTodo } from './temporal-binary.mjs';
import { getTestServer, testServerTodo } from './test-server.mjs';

/** What `npm start` needs that is not there by itself. @returns {Promise<{ temporal: string | undefined }>} no program when a Temporal server is given */
export const setUp = async () => {
  await installDependencies();
  return { temporal: given().temporalAddress ? undefined : await getTemporal() };
};

/** What the tests need. A part that cannot be had is named, with what to do, and its tests are skipped. */
export const setUpForTests = async () => {
  await installDependencies();
  await offer('Temporal', 'the tests of workflows', temporalTodo, getTemporal);
  await offer('the time-skipping Temporal server', 'the tests of deadlines', testServerTodo, getTestServer);
  await offer('Chromium', 'the tests in the browser', chromiumTodo, getChromium);
};

/** @type {(part: string, needed: string, todo: string, get: () => Promise<string | undefined>) => Promise<void>} */
const offer = async (part, needed, todo, get) => {
  try {
    if (await get()) return;
    say(`Missing: ${part}. ${needed} need it and will be skipped. ${todo}`);
  } catch (error) {
    say(`Missing: ${part}. ${needed} need it and will be skipped. ${todo}\n  ${error instanceof Error ? error.message : error}`);
  }
};
