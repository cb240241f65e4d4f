import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { topicOf } from '@anjuan/derive';
import { watchCheckpoints } from '@anjuan/follow';
import { root } from '@anjuan/local';
import { type Database, freshDatabase, kafkaBroker, type KafkaBroker, needs } from '@anjuan/test/support';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { openDoor } from '../test/door';

const key = 'ab'.repeat(32);
const keyFile = join(process.env['ANJUAN_TEST_RUN'] ?? '', 'publisher.key');

needs('kafka')('the follower with brokers named', () => {
  let broker: KafkaBroker;
  let database: Database;
  const children: ChildProcess[] = [];
  const consumers: Consumer[] = [];

  beforeAll(async () => {
    writeFileSync(keyFile, key, { mode: 0o600 });
    [broker] = await Promise.all([kafkaBroker(), promisify(execFile)(process.execPath, ['infra/local/build.mjs', 'follower'], { cwd: root })]);
    database = await freshDatabase();
  });
  afterAll(async () => {
    for (const child of children) if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await Promise.all(consumers.map((consumer) => consumer.disconnect()));
    await database?.drop();
    await broker?.stop();
  });

  /** The app as it is shipped. Temporal is away. */
  const start = (env: NodeJS.ProcessEnv = {}) => {
    const child = spawn(process.execPath, ['apps/follower/dist/main.mjs'], { cwd: root, stdio: 'ignore', env: { PATH: process.env.PATH, DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1', ANJUAN_KEY_FILE: keyFile, KAFKA_BROKERS: broker.brokers, ...env } });
    children.push(child);
    return child;
  };

  const open = () => {
    const door = openDoor(database.url, key);
    const checkpoints = watchCheckpoints(door.pool);
    return { ...door, checkpoints, close: () => checkpoints.close().then(door.close) };
  };

  /** Key and body of so many messages, as somebody gets them who begins today. */
  const arrive = async (count: number) => {
    const consumer = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).consumer({ groupId: randomUUID() });
    consumers.push(consumer);
    const found: { key: string; body: string }[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic: topicOf('clue'), fromBeginning: true });
    await new Promise<void>((done, fail) => {
      consumer.run({
        eachMessage: async ({ message }) => {
          if (found.push({ key: String(message.key), body: String(message.value) }) === count) done();
        },
      }).catch(fail);
    });
    return found;
  };

  it('killed between the acknowledgement and the checkpoint, it comes again, with the same words under the same ids; a name never leaves the house', async () => {
    const office = open();
    try {
      const streams: string[] = [];
      for (const title of ['甲', '乙', '丙']) streams.push((await office.register(title)).stream);
      expect(await once(start({ CRASH_AT: 'publisher.afterAck' }), 'exit')).toEqual([null, 'SIGKILL']);
      expect(await office.checkpoints.position('publisher')).toBe(0);

      const again = start();
      const { stream, position } = await office.register('丁');
      expect(await office.checkpoints.reached('publisher', position, 15_000)).toBe(true);
      const arrived = await arrive(7);
      expect(arrived.map((message) => message.key)).toEqual([...streams, ...streams, stream]);
      expect(arrived.slice(3, 6)).toEqual(arrived.slice(0, 3));
      expect(arrived.map(({ body }) => body).join()).not.toMatch(/被反映人|某|P-01|来信/);

      again.kill('SIGTERM');
      expect(await once(again, 'exit')).toEqual([0, null]);
    } finally {
      await office.close();
    }
  });
});
