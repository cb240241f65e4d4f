import { chromiumTodo, getChromium } from './chromium.mjs';
import { installDependencies } from './dependencies.mjs';
import { getKafka, kafkaTodo } from './kafka-jars.mjs';
import { given } from './settings.mjs';
import { say } from './say.mjs';
import { getTemporal, temporalTodo } from './temporal-binary.mjs';
import { getTestServer, testServerTodo } from './test-server.mjs';

/**
 * What `npm start` needs that is not there by itself.
 * @param {boolean} [withKafka] whether a broker of our own is wanted
 * @returns {Promise<{ temporal: string | undefined, kafka: string | undefined }>} no program where a server is given
 */
export const setUp = async (withKafka = false) => {
  await installDependencies();
  const kafka = withKafka ? await getKafka() : undefined;
  if (withKafka && !kafka) throw new Error(`No Kafka broker: Java or Maven is not on PATH. ${kafkaTodo}`);
  return { temporal: given().temporalAddress ? undefined : await getTemporal(), kafka };
};

/** What the tests need. A part that cannot be had is named, with what to do, and its tests are skipped. */
export const setUpForTests = async () => {
  await installDependencies();
  await offer('Temporal', 'the tests of workflows', temporalTodo, getTemporal);
  await offer('the time-skipping Temporal server', 'the tests of deadlines', testServerTodo, getTestServer);
  await offer('Kafka', 'the tests of what is published', kafkaTodo, getKafka);
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
