import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openPool, postgresEventStore, StoreBusy, StoreUnavailable, type Append, type EventDraft, type EventStore } from '@anjuan/event-store';
import type { ClientHistory, Said } from './history';

/** An event of no particular content; no table has to read it. */
export const draft = (data: EventDraft['data'], other: Partial<EventDraft> = {}): EventDraft => ({
  process: 'clue', type: 'NoteAdded', schema: 1, table: '', data, sealed: [], organ: 'organ', actor: { person: 'P-01', office: 'petitionOffice', post: 'handler' }, approvals: [], basis: [], policy: '', calendar: '',
  read: {}, confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: '2026-03-02T02:00:00.000Z', correlation: 'history', ...other,
});

/** A door of its own to the store, as each process has one. */
export const openDoor = (url: string) => {
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  return { store, close: async () => {
    await store.close();
    await pool.end();
  } };
};

const told = async (store: EventStore, item: Append): Promise<Said> => {
  try {
    const answer = await store.append(item);
    return answer.kind === 'appended' || answer.kind === 'alreadyAppended' ? { kind: 'ok', receipt: answer.receipt } : { kind: 'fail' };
  } catch (error) {
    if (error instanceof StoreUnavailable || error instanceof StoreBusy) return { kind: 'unknown' };
    throw error;
  }
};

type Writing = { readonly at?: number; readonly count?: number; readonly size?: number; readonly tries?: number; readonly command?: string };

/** Writes by the store's own door what a history takes note of. */
export const writers = (history: ClientHistory, stores: readonly EventStore[]) => ({
  /** `count` events at that revision, by one door after the other until one answers. */
  append: (stream: string, expected: number, { at = 0, count = 1, size = 0, tries = Infinity, command = randomUUID() }: Writing = {}): Promise<Said> => {
    const events = Array.from({ length: count }, (_, n) => draft({ text: command, n, filling: randomText(size) }));
    const item: Append = { stream, expected, command, body: command, events: events as unknown as Append['events'] }; // `count` is not 0
    return history.send(command, command, async (tried) => {
      if (tried > 0) await pause(20);
      return told(stores[(at + tried) % stores.length]!, item); // within the stores
    }, tries);
  },
});

/** No disk makes it smaller. */
const randomText = (size: number) => Array.from({ length: Math.ceil(size / 36) }, () => randomUUID()).join('').slice(0, size);
