import type { EventDraft } from '@anjuan/event-store';
import { schemaOf, type Draft, type Lifecycle } from '@anjuan/lifecycle';
import type { DoorCommand } from './door-command';
import type { Keys } from './keys';
import { isSealed, keyOfSealed, seal } from './seal';
import { tableHash } from './table-hash';

export type Envelope = {
  readonly lifecycle: Lifecycle;
  readonly keys: Keys;
  readonly organ: string;
  readonly policy: string;
  readonly calendar: string;
  readonly now: string;
  readonly correlation: string;
  readonly command: DoorCommand;
};

type Fields = Readonly<Record<string, unknown>>;
const askedIn = (data: Fields): Fields | undefined => (typeof data['asked'] === 'object' && data['asked'] !== null ? (data['asked'] as Fields) : undefined);

/** The draft's own secret fields encrypted; a proposal's come encrypted already. */
const withSeals = (draft: Draft, { keys, command }: Envelope): Fields => {
  const asked = askedIn(draft.data);
  const secret = draft.seal.filter((field) => asked?.[field] !== undefined);
  if (!asked || secret.length === 0) return draft.data;
  const sealed = secret.map((field) => [field, seal(keys, { stream: command.stream, step: command.name, field }, asked[field])]);
  return { ...draft.data, asked: { ...asked, ...Object.fromEntries(sealed) } };
};

/** The draft of a decision, dressed for the store. What may be missing stands last: an engine that adds to a spread takes a hundred times as long. */
export const toEvent = (draft: Draft, envelope: Envelope): EventDraft => {
  const { lifecycle, organ, policy, calendar, now, correlation, command } = envelope;
  const data = withSeals(draft, envelope);
  const secret = [...draft.seal, ...draft.sealed].map((field) => askedIn(data)?.[field] ?? data[field]);
  return {
    process: lifecycle.process,
    type: draft.type,
    schema: schemaOf(lifecycle, draft),
    table: tableHash(lifecycle),
    data,
    sealed: [...new Set(secret.filter(isSealed).map((value) => keyOfSealed(value)!))], // `isSealed` has found its key
    organ,
    actor: command.actor,
    approvals: draft.approvals,
    basis: draft.basis,
    policy,
    calendar,
    read: {},
    confidentiality: 'secret',
    occurredAt: draft.occurredOn,
    recordedAt: now,
    correlation,
    ...(draft.row !== undefined && { row: draft.row }),
    ...(command.causation !== undefined && { causation: command.causation }),
  };
};
