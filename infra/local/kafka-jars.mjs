import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fetchJars } from './maven.mjs';
import { tools } from './paths.mjs';
import { onPath } from './run.mjs';

const version = '4.0.0';
/** Without one the broker dies without a word. */
const logger = 'org.slf4j:slf4j-simple:1.7.36';
const folder = () => join(tools(), `kafka-${version}`);

/** Class path of the broker; it needs Java. @returns {string | undefined} */
export const findKafka = () => (onPath('java') && existsSync(join(folder(), 'libs', `kafka_2.13-${version}.jar`)) ? join(folder(), 'libs', '*') : undefined);

export const kafkaTodo = 'Install Java 17 or later and Maven (Debian: `apt-get install default-jre-headless maven`) and start again: the broker is then fetched once. Or set KAFKA_BROKERS to brokers of your own.';

/**
 * Finds the broker's class path, or fetches it with Maven once for all clones of this user.
 * @returns {Promise<string | undefined>} undefined without Java or Maven
 */
export const getKafka = async () => {
  const found = findKafka();
  if (found) return found;
  await fetchJars(`the Kafka broker ${version}, 40 MB,`, [`org.apache.kafka:kafka_2.13:${version}`, logger], folder());
  return findKafka();
};
