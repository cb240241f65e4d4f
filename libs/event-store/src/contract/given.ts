import { randomUUID } from 'node:crypto';
import type { Answer, Append, EventDraft, EventStore, StoredEvent } from '../port';

export type Opened = {
  readonly store: EventStore;
  /** Another process's door to the same events; the store itself where there is only one process. */
  readonly peer?: EventStore;
  close(): Promise<void>;
};

export type Open = () => Promise<Opened>;

export type Given = { readonly store: EventStore; readonly peer: EventStore };

/** A store of its own for one test, closed whatever happens. */
export const withStore = (open: Open, body: (given: Given) => Promise<void>) => async (): Promise<void> => {
  const { store, peer = store, close } = await open();
  try {
    await body({ store, peer });
  } finally {
    await close();
  }
};

export const draft = (data: EventDraft['data'] = {}, other: Partial<EventDraft> = {}): EventDraft => ({
  process: 'clue',
  type: 'ClueRegistered',
  row: 'register',
  schema: 1,
  table: 'bundle-2026-03',
  data,
  sealed: ['person-7'],
  organ: 'organ-1',
  actor: { person: 'person-1', office: 'office-2', post: 'handler', onBehalfOf: 'person-3' },
  approvals: [{ level: 'leader', approver: { person: 'person-4', office: 'office-2', post: 'leader' }, signedOn: '2026-03-01' }],
  basis: ['WR 12'],
  policy: 'policy-2026',
  calendar: 'cn-2026',
  read: { 'case-5': 4 },
  confidentiality: 'secret',
  occurredAt: '2026-03-02',
  recordedAt: '2026-03-02T01:02:03.045Z',
  causation: 'cause-1',
  correlation: 'history-1',
  ...other,
});

export const batch = (count: number, of: (n: number) => EventDraft = () => draft()): Append['events'] =>
  Array.from({ length: count }, (_, n) => of(n)) as unknown as Append['events']; // the suite also offers none

export const append = (stream: string, expected: number, other: Partial<Append> = {}): Append => ({
  stream,
  expected,
  command: randomUUID(),
  body: 'body-1',
  events: batch(1),
  ...other,
});

export const appended = (answer: Answer): Extract<Answer, { kind: 'appended' }> => {
  if (answer.kind !== 'appended') throw new Error(`expected appended, found ${JSON.stringify(answer)}`);
  return answer;
};

/** Appends at whatever revision the stream has, as the door does: load, decide, append, on conflict again. */
export const insist = async (store: EventStore, stream: string, other: Partial<Append> = {}): Promise<Answer> => {
  const command = other.command ?? randomUUID();
  for (;;) {
    const { events } = await store.read(stream);
    const answer = await store.append(append(stream, events.length, { ...other, command }));
    if (answer.kind !== 'conflict') return answer;
  }
};

export const everything = async (store: EventStore, page = 1_000, after = 0): Promise<readonly StoredEvent[]> => {
  const found: StoredEvent[] = [];
  for (;;) {
    const next = await store.readAll(found.at(-1)?.position ?? after, page);
    if (next.length === 0) return found;
    found.push(...next);
  }
};

export const positionsOf = (events: readonly StoredEvent[]): readonly number[] => events.map(({ position }) => position);

export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i + 1);
