import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findKafka, freePort, type Kafka, startKafka } from '@anjuan/local';
import { runFolder, runRecords } from './run-folder';

export type KafkaBroker = Kafka & {
  /** As a power cut or the kernel ends it. */
  kill(): Promise<void>;
  /** On the same ports, with what it has on its disk. */
  again(): Promise<KafkaBroker>;
};

/** A Kafka broker for one test file, empty at first. It makes topics of one partition unless told otherwise. */
export const kafkaBroker = async (settings: Record<string, string> = {}): Promise<KafkaBroker> => {
  const jars = findKafka();
  if (!jars) throw new Error("no Kafka broker: write the tests in needs('kafka')");
  const placed = async () => {
    const name = `kafka-${process.pid}-${randomBytes(4).toString('hex')}`;
    return { jars, dir: join(runFolder(), name), port: await freePort(), controllerPort: await freePort(), log: join(runFolder(), `${name}.log`), run: runRecords(), name, settings };
  };
  const start = async (place: Awaited<ReturnType<typeof placed>>): Promise<KafkaBroker> => {
    const broker = await startKafka(place);
    return {
      ...broker,
      again: () => start(place),
      kill: async () => {
        process.kill(broker.pid, 'SIGKILL');
        await broker.exited;
      },
    };
  };
  // It formats its disk before it listens: whoever else looked for a free port in those seconds may have taken the one we found.
  return start(await placed()).catch(async (error: unknown) => {
    if (!String(error).includes('sun.nio.ch.Net.bind')) throw error;
    return start(await placed());
  });
};
