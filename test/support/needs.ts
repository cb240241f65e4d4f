import { findChromium, findKafka, findTemporal, findTestServer } from '@anjuan/local';
import { findGo } from './go';

/** Path of Chromium, or undefined. */
export const chromium = findChromium;

const parts = {
  temporal: { name: 'Temporal', find: findTemporal },
  timeSkipping: { name: 'Java and the time-skipping Temporal server', find: findTestServer },
  kafka: { name: 'Java and the Kafka broker', find: findKafka },
  chromium: { name: 'Chromium', find: findChromium },
  go: { name: 'Go', find: findGo },
  kurrentdb: { name: 'KURRENTDB_URL', find: () => process.env.KURRENTDB_URL },
} as const;

/** `describe` where that part is there; otherwise one that skips, and the run's report says `SKIPPED (needs …)` per test. */
export const needs = (part: keyof typeof parts): ((name: string, body: () => void) => void) => {
  const { name, find } = parts[part];
  return find() ? describe : (title, body) => describe.skip(`${title} (needs ${name})`, body);
};
