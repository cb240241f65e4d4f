import { temporal } from '@temporalio/proto';

export type History = { readonly events: readonly ({ readonly eventId: string; readonly eventType: string } & Readonly<Record<string, unknown>>)[] };

const { History: Proto } = temporal.api.history.v1;

/** Readable, and without the SDK's own JSON, which fails where npm has put two copies of protobufjs. */
export const asJson = (history: temporal.api.history.v1.IHistory): History => Proto.toObject(Proto.fromObject(history), { longs: String, enums: String, bytes: String }) as History;

export const fromJson = (json: History): temporal.api.history.v1.History => Proto.fromObject(json);

/** A workflow heeds only what is said of its own stream. */
export const workflowIdOf = (json: History): string => {
  const started = fromJson(json).events[0]?.workflowExecutionStartedEventAttributes;
  const data = started?.input?.payloads?.[0]?.data;
  return started?.workflowId || JSON.parse(Buffer.from(data ?? []).toString()).stream;
};
