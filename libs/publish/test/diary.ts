import { createSecretKey, randomUUID } from 'node:crypto';
import { openPool, postgresEventStore, type EventDraft } from '@anjuan/event-store';
import type { CloudEvent } from '@anjuan/derive';
import { topicOf } from '@anjuan/derive';
import type { Follower } from '@anjuan/follow';
import { process, text, type Lifecycle, type Vocabulary } from '@anjuan/lifecycle';
import { freshDatabase } from '@anjuan/test/support';
import { Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';
import { kafkaPublisher, startPublisher, type Publishing } from '../src';

const vocabulary: Vocabulary = {
  roles: { writer: text('作者', 'Writer') }, papers: {}, levels: {}, duties: {}, plays: () => true, signs: () => true, separations: [],
  standing: { correction: [], recusal: () => [], lateEntry: [], intervention: [] },
};

const long = `Line${'AfterLine'.repeat(100)}Written`;

/** A process of its own name, so that each test has a topic of its own. */
const diary = (name: string): Lifecycle => {
  const { opening, staying, transition, lifecycle } = process(name, vocabulary, {
    open: { label: text('在记', 'Open'), knows: z.object({}) },
    full: { label: text('记满', 'Full'), knows: z.object({}) },
  });
  const row = { ref: 'D1', basis: ['D 1'], by: 'writer', asks: z.object({}) } as const;
  return lifecycle({
    rows: {
      begin: opening({ ...row, label: text('启用', 'Begin'), to: 'open', records: 'DiaryBegun', then: () => ({}) }),
      write: staying({ ...row, label: text('记一行', 'Write'), from: ['open'], records: 'LineWritten', then: () => ({}) }),
      ramble: staying({ ...row, label: text('记得很长', 'Write at length'), from: ['open'], records: long, then: () => ({}) }),
      fill: transition({ ...row, label: text('记满', 'Fill'), from: ['open'], to: 'full', records: 'DiaryFilled', then: () => ({}) }),
    },
  });
};

const actor = { person: 'P-01', office: 'office', post: 'handler' };
const draft = (name: string, row: string, type: string): EventDraft => ({
  process: name, type, row, schema: 1, table: '', data: { asked: {}, by: actor, papers: [] }, sealed: [], organ: 'organ', actor, approvals: [], basis: [],
  policy: '', calendar: '', read: {}, confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:00:00.000Z', correlation: 'history',
});
const records = { begin: 'DiaryBegun', write: 'LineWritten', ramble: long, fill: 'DiaryFilled', tear: 'PageTornOut' } as const;

export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const secret = createSecretKey(Buffer.alloc(32, 1));

/** A database with diaries, and what a reader finds of them on the brokers. */
export const openDiaries = async (brokers: string) => {
  const database = await freshDatabase();
  const owner = openPool(database.url, { max: 2 });
  const pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const name = `diary-${randomUUID()}`;
  const topic = topicOf(name);
  const lengths = new Map<string, number>();
  const followers: Follower[] = [];
  /** Whoever is still connected when a test fails would keep the run from ending. */
  const connected: { disconnect(): Promise<void> }[] = [];
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const processes = { [name]: diary(name) };
  const admin = async () => {
    const fresh = kafka.admin();
    connected.push(fresh);
    await fresh.connect();
    return fresh;
  };
  return {
    owner, pool, store, name, topic, processes, admin,
    /** Each row an append of its own. */
    write: async (stream: string, ...rows: readonly (keyof typeof records)[]) => {
      for (const row of rows) {
        const expected = lengths.get(stream) ?? 0;
        const answer = await store.append({ stream, expected, command: randomUUID(), body: '', events: [draft(name, row, records[row])] });
        if (answer.kind !== 'appended') throw new Error(answer.kind);
        lengths.set(stream, expected + 1);
      }
    },
    follow: (more: Partial<Publishing> = {}) => {
      const follower = startPublisher({ store, pool, processes, secret, log: silent, publisher: kafkaPublisher(brokers, [topic]), ...more });
      followers.push(follower);
      return follower;
    },
    parked: async () => (await owner.query<{ stream: string; position: number; cause: string }>('select stream, position::int, cause from parked order by stream')).rows,
    /** Everything in the topic, partition by partition, as somebody reads it who begins today. */
    arrived: async (): Promise<readonly { key: string; event: CloudEvent }[]> => {
      const ends = await (await admin()).fetchTopicOffsets(topic);
      const found: { key: string; event: CloudEvent }[] = [];
      const left = new Map(ends.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, Number(high)]));
      if (left.size === 0) return found;
      const consumer = kafka.consumer({ groupId: randomUUID() });
      connected.push(consumer);
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await new Promise<void>((done, fail) => {
        consumer.run({
          eachBatch: async ({ batch: { partition, messages } }) => {
            for (const { key, value, offset } of messages) {
              found.push({ key: String(key), event: JSON.parse(String(value)) as CloudEvent });
              if (Number(offset) + 1 >= (left.get(partition) ?? 0)) left.delete(partition);
            }
            if (left.size === 0) done();
          },
        }).catch(fail);
      });
      await consumer.disconnect();
      return found;
    },
    close: async () => {
      await Promise.all(followers.map((follower) => follower.stop()));
      await Promise.all(connected.map((client) => client.disconnect()));
      await store.close();
      await Promise.all([pool.end(), owner.end()]);
      await database.drop();
    },
  };
};

export const until = async (what: () => boolean | Promise<boolean>, ms = 30_000) => {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((done) => setTimeout(done, 5))) if (await what()) return;
  throw new Error(`not within ${ms} ms: ${what}`);
};
