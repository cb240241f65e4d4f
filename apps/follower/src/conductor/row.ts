import { situationOf, type Situation } from '@anjuan/activities';
import type { ParkStream } from '@anjuan/follow';
import type { Matter } from '@anjuan/lifecycle';
import { isAtRest } from '@anjuan/workflows/contract';
import type { Tables } from './port';

/** What a workflow must be told of one stream, and in what order of urgency. */
export type Row = {
  readonly situation: Situation;
  readonly correlation: string;
  readonly open: boolean;
  readonly custody: boolean;
  readonly key: string;
};

/** A person's liberty goes first. */
const custodial = new Set(['measure']);

/** Everything a workflow acts on or shows; most events change none of it, and then Temporal hears nothing. */
const keyOf = ({ stage, next, owed }: Situation, open: boolean): string =>
  open ? [stage, next?.id ?? '', next?.at ?? '', ...owed.map(({ reaction, event }) => `${reaction}:${event}`)].join('\n') : 'at rest';

const rowOf = ({ processes, counting, policy }: Tables, matter: Matter, now: string): Row => {
  const lifecycle = processes[matter.process];
  if (!lifecycle) throw new Error(`no process table '${matter.process}'`); // it was folded by that table
  const situation = situationOf(lifecycle, matter, { count: counting, policy, now });
  const open = !isAtRest(situation);
  return { situation, correlation: matter.correlation, open, custody: custodial.has(matter.process), key: keyOf(situation, open) };
};

/** A matter whose clocks cannot be worked out keeps nobody else waiting. */
export const rowsOf = (tables: Tables, matters: readonly Matter[], now: string): { readonly rows: readonly Row[]; readonly parks: readonly ParkStream[] } => {
  const rows: Row[] = [];
  const parks: ParkStream[] = [];
  for (const matter of matters) {
    try {
      rows.push(rowOf(tables, matter, now));
    } catch (error) {
      parks.push({ stream: matter.stream, position: matter.position, cause: error instanceof Error ? error.message : String(error) });
    }
  }
  return { rows, parks };
};
