import { z } from 'zod';
import type { Actor, Command, Correction, Lifecycle, Matter, Recorded } from '../src';
import { decide, evolve, liftFrom, process, schemaOf, text } from '../src';
import { count, policy, vocabulary } from './permit';

/**
 * One process as three releases of it had it. The first measured in metres, the second found a better word for lorries,
 * the third measures in whole centimetres, asks for the zone (it was one for each kind until then) and gives the sealed field another name.
 */
const first = z.object({ metres: z.number(), kind: z.enum(['car', 'lorry']), secret: z.string().meta({ sealed: true }).optional() });
const second = first.extend({ kind: z.enum(['car', 'truck']) });
const third = z.object({ centimetres: z.int(), kind: z.enum(['car', 'truck']), zone: z.string(), informant: z.string().meta({ sealed: true }).optional() });
type First = z.infer<typeof first>;
type Second = z.infer<typeof second>;

export const betterWord = ({ kind, ...asked }: First): Second => ({ ...asked, kind: kind === 'lorry' ? 'truck' : kind });
export const inCentimetres = ({ metres, kind, secret }: Second): z.infer<typeof third> => ({ centimetres: Math.round(100 * metres), kind, zone: kind === 'truck' ? '货车区' : '未记', ...(secret !== undefined && { informant: secret }) });

const corrected = (correction: Correction, field: string, value: (stored: unknown) => unknown): Correction => ({ ...correction, field, old: value(correction.old), new: value(correction.new) });
const correctedWord = (correction: Correction) => (correction.field === 'kind' ? corrected(correction, 'kind', (word) => (word === 'lorry' ? 'truck' : word)) : correction);
const correctedLength = (correction: Correction) => (correction.field === 'metres' ? corrected(correction, 'centimetres', (metres) => Math.round(100 * Number(metres))) : correction);

const stage = <K extends z.ZodObject>(knows: K) => ({ measured: { label: text('已测量', 'Measured'), knows }, paid: { label: text('已缴费', 'Paid'), knows } });
const measuring = { label: text('测量', 'Measure'), ref: 'M1', basis: ['M 1'], to: 'measured', by: ['clerk', 'engine'], records: 'Measured' } as const;
const paying = { label: text('缴费', 'Pay'), ref: 'M2', basis: ['M 2'], from: ['measured'], to: 'paid', by: 'clerk', records: 'Paid', approvedBy: () => ['head'] as const } as const;

const one = process('bay', vocabulary, stage(first));
const two = process('bay', vocabulary, stage(second));
const three = process('bay', vocabulary, stage(third));

export const builds = [
  one.lifecycle({
    rows: {
      measure: one.opening({ ...measuring, asks: first, then: (asked) => asked }),
      pay: one.transition({ ...paying, asks: first, then: (_, asked) => asked }),
    },
  }),
  two.lifecycle({
    rows: {
      measure: two.opening({ ...measuring, asks: second, lifts: liftFrom(1, betterWord), then: (asked) => asked }),
      pay: two.transition({ ...paying, asks: second, lifts: liftFrom(1, betterWord), then: (_, asked) => asked }),
    },
    corrections: liftFrom(1, correctedWord),
  }),
  three.lifecycle({
    rows: {
      measure: three.opening({ ...measuring, asks: third, lifts: liftFrom(1, betterWord).from(2, inCentimetres), then: (asked) => asked }),
      pay: three.transition({ ...paying, asks: third, lifts: liftFrom(1, betterWord).from(2, inCentimetres), then: (_, asked) => asked }),
    },
    corrections: liftFrom(1, correctedWord).from(2, correctedLength),
  }),
] as const satisfies readonly Lifecycle[];

export const [firstBuild, secondBuild, thirdBuild] = builds;

export const clerk: Actor = { person: 'clerk-1', office: 'clerk', post: 'handler' };
export const head: Actor = { person: 'head-1', office: 'hall', post: 'head' };

/** Decides by that build on what is stored already, and gives the events it would add. */
export const says = (build: Lifecycle, stored: readonly Recorded[], name: string, actor: Actor, asked: unknown): readonly Recorded[] => {
  const matter = folded(build, stored);
  const now = '2026-05-01T08:00:00.000Z';
  const command: Command = { id: `c${stored.length + 1}`, stream: 'bay-1', name, asked, actor, on: '2026-05-01', papers: [] };
  const decision = decide(build, matter, command, { now, policy, count });
  if ('refused' in decision) throw new Error(decision.refused.message.en);
  return decision.events.map((draft, i): Recorded => {
    const place = stored.length + i + 1;
    return {
      id: `e${place}`, stream: 'bay-1', process: 'bay', correlation: 'h', revision: place, position: place, type: draft.type, ...(draft.row !== undefined && { row: draft.row }),
      schema: schemaOf(build, draft), data: draft.data, sealed: draft.sealed, actor, approvals: draft.approvals, occurredAt: draft.occurredOn, recordedAt: now,
    };
  });
};

export const folded = (build: Lifecycle, stored: readonly Recorded[]): Matter | undefined =>
  stored.reduce<Matter | undefined>((matter, event) => evolve(build, matter, event), undefined);
