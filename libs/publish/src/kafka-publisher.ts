import { Kafka, logLevel, Partitioners, type Admin, type Producer } from 'kafkajs';
import type { Acknowledged } from './acknowledged';
import { TopicLost, type Message, type Publisher } from './port';

/** Few tries and short ones: who calls tries again by itself, and says meanwhile that the brokers are away. */
const patience = { connectionTimeout: 3_000, requestTimeout: 5_000, retry: { initialRetryTime: 200, maxRetryTime: 1_000, retries: 3 } };
const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };

const remedy = 'Run `anjuan rebuild topics`: everything is published again, under the same ids';

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What the protocol calls it; kafkajs wraps its errors once it has given up. */
const typeOf = (error: unknown): string => {
  const { type, cause } = error as { readonly type?: string; readonly cause?: unknown };
  return type ?? (cause === undefined ? '' : typeOf(cause));
};
const isTooLarge = (error: unknown) => ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'].includes(typeOf(error));

/** Makes what is missing; but not in silence what was there before. */
const makeTopics = async (admin: Admin, topics: readonly string[], before: readonly Acknowledged[]): Promise<void> => {
  const there = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !there.has(topic));
  const lost = missing.filter((topic) => before.some((part) => part.topic === topic));
  if (lost.length > 0) throw new TopicLost(`topic ${lost.join(', ')} is gone, with what was published there. ${remedy}`);
  if (missing.length === 0) return;
  await admin.createTopics({ topics: missing.map((topic) => ({ topic })), waitForLeaders: true }).catch((error: Error) => {
    throw new Error(`topic ${missing.join(', ')} is not there and could not be made: ${error.message}. Make it on the brokers`, { cause: error });
  });
};

const refuseLost = async (admin: Admin, before: readonly Acknowledged[]): Promise<void> => {
  for (const topic of new Set(before.map((part) => part.topic))) {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]));
    for (const { partition, at } of before.filter((part) => part.topic === topic)) {
      const end = ends.get(partition) ?? 0;
      if (end <= at) throw new TopicLost(`topic ${topic}, partition ${partition}: offset ${at} was acknowledged, but it ends at ${end}: it was made anew or put back. ${remedy}`);
    }
  }
};

/** A broker that took a batch where one was acknowledged before holds another topic under the same name; an open producer does not notice. */
const writtenOver = (now: readonly Acknowledged[], before: readonly Acknowledged[]): TopicLost | undefined => {
  const over = now.find(({ topic, partition, at }) => before.some((part) => part.topic === topic && part.partition === partition && at <= part.at));
  return over && new TopicLost(`topic ${over.topic}, partition ${over.partition}: offset ${over.at} was acknowledged a second time: it was made anew or put back. ${remedy}`);
};

const byTopic = (messages: readonly Message[]) =>
  [...new Set(messages.map(({ topic }) => topic))].map((topic) => ({
    topic,
    messages: messages.flatMap((message) => (message.topic === topic ? [{ key: message.key, value: message.value, headers }] : [])),
  }));

/** Brokers as `host:port,…`. Topics that are missing are made as the brokers make them by default. Connects with the first message. */
export const kafkaPublisher = (brokers: string, topics: readonly string[]): Publisher => {
  const kafka = new Kafka({ clientId: 'anjuan-publisher', brokers: brokers.split(','), logLevel: logLevel.NOTHING, ...patience });
  let producer: Producer | undefined;
  /** What was taken already may hide the loss from a look at the offsets. It stands until everything is published anew, and nothing counts as acknowledged. */
  let lost: TopicLost | undefined;

  const connect = async (before: readonly Acknowledged[]): Promise<Producer> => {
    const admin = kafka.admin();
    try {
      await admin.connect();
      await makeTopics(admin, topics, before);
      await refuseLost(admin, before);
    } finally {
      await admin.disconnect();
    }
    const fresh = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: Partitioners.DefaultPartitioner });
    try {
      await fresh.connect();
    } catch (error) {
      // Its connections are open already when the brokers give it no producer id.
      await fresh.disconnect().catch(() => undefined);
      throw error;
    }
    return fresh;
  };

  const drop = async (): Promise<void> => {
    const dropped = producer;
    producer = undefined;
    await dropped?.disconnect().catch(() => undefined);
  };

  const send = async (messages: readonly Message[], before: readonly Acknowledged[]): Promise<readonly Acknowledged[]> => {
    if (before.length === 0) lost = undefined;
    if (lost) throw lost;
    producer ??= await connect(before);
    try {
      const parts = await producer.sendBatch({ acks: -1, topicMessages: byTopic(messages) });
      const acknowledged = parts.map(({ topicName, partition, baseOffset }) => ({ topic: topicName, partition, at: Number(baseOffset) }));
      lost = writtenOver(acknowledged, before);
      if (lost) throw lost;
      return acknowledged;
    } catch (error) {
      // Partitions may have taken what it does not count as sent: its next batch would be out of sequence there, or pass for a repetition.
      await drop();
      throw error;
    }
  };

  /** Halves what is too large until the message at fault stands alone. */
  const publish: Publisher['publish'] = async (messages, before) => {
    const [message] = messages;
    if (!message) return { acknowledged: [], refused: [] };
    try {
      return { acknowledged: await send(messages, before), refused: [] };
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (messages.length === 1) return { acknowledged: [], refused: [{ message, cause: `${typeOf(error)}: ${messageOf(error)}` }] };
      const middle = Math.ceil(messages.length / 2);
      const first = await publish(messages.slice(0, middle), before);
      const shut = new Set(first.refused.map((refused) => refused.message.key));
      const second = await publish(messages.slice(middle).filter(({ key }) => !shut.has(key)), before);
      return { acknowledged: [...first.acknowledged, ...second.acknowledged], refused: [...first.refused, ...second.refused] };
    }
  };

  return { publish, close: drop };
};
