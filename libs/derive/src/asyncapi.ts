import type { Lifecycle, Row, Text } from '@anjuan/lifecycle';
import { z } from 'zod';
import { schemaOf } from './schema';

/** A process has one topic, keyed by stream id. Its number of partitions is never changed: a stream would go on in another, out of order. */
export const topicOf = (process: string): string => `anjuan.${process}`;

/** `type` of the CloudEvent that tells of an event. */
export const cloudEventType = (process: string, type: string): string => `${topicOf(process)}.${type}`;

const told = (zh: string, en: string) => ({ description: `${zh} · ${en}` });

/** What leaves the house of an event, in the form of CloudEvents 1.0: opaque ids and places, no content. */
export const cloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.uuid().meta(told('事件编号；重复送达时不变', "the event's id, the same however often it comes")),
  source: z.string().meta(told('机关', 'the organ')),
  type: z.string(),
  subject: z.string().meta(told('流，即消息的键', 'the stream; also the key of the message')),
  time: z.iso.datetime().meta(told('录入时间', 'when it was entered')),
  datacontenttype: z.literal('application/json'),
  data: z.strictObject({
    revision: z.int().positive().meta(told('流内次序，自 1 起无间断', 'place in the stream: 1, 2, 3 …')),
    position: z.int().positive().meta(told('全部事件中的次序', 'place among all events')),
    history: z.string().meta(told('同一来龙去脉各件共有的编号', 'id of the whole history it belongs to')),
    stage: z.string().meta(told('此后所处环节', 'the stage it left the matter at')),
    leaf: z.base64().meta(told('在存证日志中的叶哈希', 'its leaf in the log of proof, by which its entry is found and proved')),
  }),
});
export type CloudEvent = z.infer<typeof cloudEvent>;

/** Types and stages are those of the table; events that every process knows are told apart by their name alone. */
const payload = ({ process, stages, laneStages }: Lifecycle) =>
  schemaOf(cloudEvent.extend({
    type: z.string().regex(new RegExp(`^${topicOf(process).replace('.', '\\.')}\\.[A-Za-z]+$`)),
    data: cloudEvent.shape.data.extend({ stage: z.enum([...new Set([...Object.keys(stages), ...laneStages])]) }),
  }));

const message = (process: string, type: string, { zh, en }: Text) => ({
  name: type, title: `${zh} · ${en}`, contentType: 'application/cloudevents+json', payload: { $ref: `#/components/schemas/${process}` },
  bindings: { kafka: { key: { type: 'string', ...told('流', 'the stream') } } },
});

const channel = ({ process, rows }: Lifecycle) => ({
  address: topicOf(process),
  messages: {
    ...Object.fromEntries(Object.values<Row>(rows).map(({ records, label }) => [records, message(process, cloudEventType(process, records), label)])),
    standing: message(process, cloudEventType(process, '*'), { zh: '各流程共有的事件：呈批、签批、更正、撤回、期限等', en: 'what every process knows: proposals, approvals, corrections, taking back, clocks' }),
  },
});

/** The topics and what comes in them, from the tables: AsyncAPI 3.0. */
export const asyncapi = (processes: Readonly<Record<string, Lifecycle>>) => ({
  asyncapi: '3.0.0',
  info: {
    title: '案卷 Anjuan', version: '0.1.0',
    description: '由流程表生成。同一流的事件依序送达，至少一次；按 id 去重。 Made from the process tables. Events of one stream come in order, at least once: whoever reads drops an id that came before.',
  },
  channels: Object.fromEntries(Object.values(processes).map((lifecycle) => [lifecycle.process, channel(lifecycle)])),
  components: { schemas: Object.fromEntries(Object.values(processes).map((lifecycle) => [lifecycle.process, payload(lifecycle)])) },
  operations: Object.fromEntries(Object.keys(processes).map((process) => [process, { action: 'send', channel: { $ref: `#/channels/${process}` } }])),
});
