import type { Actor, Command, Draft, FiledPaper, Matter, Recorded, Refusal } from '../src';
import { decide, evolve, schemaOf } from '../src';
import { count, permits, policy } from './permit';

export const clerk: Actor = { person: 'clerk-1', office: 'clerk', post: 'handler' };
export const inspector: Actor = { person: 'inspector-1', office: 'inspector', post: 'handler' };
export const judge: Actor = { person: 'inspector-2', office: 'inspector', post: 'handler' };
export const head: Actor = { person: 'head-1', office: 'hall', post: 'head' };
export const mayor: Actor = { person: 'mayor-1', office: 'hall', post: 'mayor' };
export const engine: Actor = { person: 'engine', office: 'engine', post: 'engine' };
export const form: FiledPaper = { kind: 'form', title: '申请表', sha256: 'f'.repeat(64) };

export type Told = { readonly matter?: Matter | undefined; readonly events: readonly Recorded[] };
export type Saying = Partial<Omit<Command, 'name' | 'actor'>> & { readonly entered?: string };

export const nothing: Told = { events: [] };

const recorded = (told: Told, draft: Draft, command: Command, now: string): Recorded => ({
  id: `e${told.events.length + 1}`, stream: command.stream, process: 'permit', correlation: 'h', revision: told.events.length + 1, position: told.events.length + 1,
  type: draft.type, ...(draft.row !== undefined && { row: draft.row }), schema: schemaOf(permits, draft), data: draft.data, sealed: draft.sealed, actor: command.actor, approvals: draft.approvals, occurredAt: draft.occurredOn, recordedAt: now,
});

/** Decides, and folds what was decided: given these events, when this command, then these events or this refusal. */
export const when = (told: Told, name: string, actor: Actor, saying: Saying = {}): Told & { readonly refused?: Refusal } => {
  const { entered, ...rest } = saying;
  const on = rest.on ?? '2026-05-01';
  const now = `${entered ?? on}T08:00:00.000Z`;
  const command: Command = { id: `c${told.events.length + 1}`, stream: 'permit-1', name, asked: {}, actor, on, ...rest };
  const decision = decide(permits, told.matter, command, { now, policy, count });
  if ('refused' in decision) return { ...told, refused: decision.refused };
  return decision.events.reduce<Told>((so, draft) => {
    const event = recorded(so, draft, command, now);
    return { matter: evolve(permits, so.matter, event), events: [...so.events, event] };
  }, told);
};

export const applied = (cars: readonly string[] = ['A1'], on = '2026-05-01') => when(nothing, 'apply', clerk, { asked: { applicant: 'a', cars }, papers: [form], on });

export const proposal = (told: Told) => told.matter?.proposals.at(-1)?.id;
export const approve = (told: Told, who: typeof head, saying: Saying = {}) => when(told, 'approve', who, { ...saying, asked: { proposal: proposal(told), ...(saying.asked as object) } });
export const measured = (cars?: readonly string[]) => when(applied(cars), 'measure', inspector, { asked: { metres: 4 }, on: '2026-05-02' });
export const judging = () => when(measured(['A1', 'B2']), 'startJudging', inspector, { on: '2026-05-03' });
