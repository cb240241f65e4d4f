import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './build-all.mjs';
import { endStale } from './children.mjs';
import { restoring } from './installation.mjs';
import { checkPorts, startInstallation } from './installation-run.mjs';
import { takeLock } from './lock.mjs';
import { home } from './paths.mjs';
import { say } from './say.mjs';
import { given } from './settings.mjs';
import { setUp } from './setup.mjs';

/** @type {{ name: string, part: import('./supervise.mjs').Supervised }[]} */
const running = [];
let stopping = false;
let askedAt = 0;

/** Everything that was started stops in reverse, each one waited for. */
const stopAll = async () => {
  for (const { name, part } of running.splice(0).reverse()) {
    say(`Stopping ${name} …`);
    await part.stop().catch((/** @type {Error} */ error) => say(`${name}: ${error.message}`));
  }
};

/** @type {ReturnType<typeof takeLock> | undefined} */
let lock;

/** @type {(code: number) => Promise<void>} */
const leave = async (code) => {
  // npm passes Ctrl-C on, so that it comes twice at once; only a later one is a person asking again.
  if (stopping) return Date.now() - askedAt > 1_000 ? say('Still stopping; each part is given the time to finish what it holds.') : undefined;
  stopping = true;
  askedAt = Date.now();
  await stopAll();
  if (lock?.taken) lock.release();
  say(code === 0 ? 'Stopped. The state is kept.' : 'Stopped.');
  process.exit(code);
};

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => void leave(0));

try {
  const { values } = parseArgs({ options: { kafka: { type: 'boolean', default: false } } });
  const withKafka = values.kafka && !given().kafkaBrokers;
  if (existsSync(join(home(), restoring))) throw new Error(`a backup was restored half way into ${home()}. Run the same \`anjuan restore\` again first.`);
  lock = takeLock(join(home(), 'run'));
  if (!lock.taken) {
    say(`Anjuan is already running from ${home()} (pid ${lock.pid}). Stop that one with Ctrl-C first, or give this one a home and ports of its own: ANJUAN_HOME, ANJUAN_PORT, ANJUAN_PG_PORT, ANJUAN_TEMPORAL_PORT, ANJUAN_TEMPORAL_UI_PORT${withKafka ? ', ANJUAN_KAFKA_PORT, ANJUAN_KAFKA_CONTROLLER_PORT' : ''}.`);
    process.exit(1);
  }
  await endStale(join(home(), 'run'), say);
  await checkPorts(withKafka);
  const { temporal, kafka } = await setUp(withKafka);
  await buildAll();
  const { consoleUrl, temporalUiUrl, kafkaBrokers } = await startInstallation({
    home: home(), temporal, kafka,
    // A part that comes up while we are already leaving is stopped at once: nobody else would.
    started: (name, part) => { if (stopping) void part.stop(); else running.push({ name, part }); },
  });
  if (!stopping) say(`Ready.\n\n  Console    ${consoleUrl}\n${temporalUiUrl ? `  Temporal   ${temporalUiUrl}\n` : ''}${kafkaBrokers ? `  Kafka      ${kafkaBrokers}\n` : ''}\n  State and logs are in ${home()}. Ctrl-C stops everything.\n`);
} catch (error) {
  if (!stopping) {
    say(`Cannot start: ${error instanceof Error ? error.message : error}`);
    await leave(1);
  }
}
