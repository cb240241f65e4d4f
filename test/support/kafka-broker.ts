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
  const name = `kafka-${process.pid}-${randomBytes(4).toString('hex')}`;
  const place = { jars, dir: join(runFolder(), name), port: await freePort(), controllerPort: await freePort(), log: join(runFolder(), `${name}.log`), run: runRecords(), name, settings };
  const start = async (): Promise<KafkaBroker> => {
    const broker = await startKafka(place);
    return {
      ...broker,
      again: start,
      kill: async () => {
        process.kill(broker.pid, 'SIGKILL');
        await broker.exited;
      },
    };
  };
  return start();
};
