import type { StoredEvent } from '@anjuan/event-store';
import { tableHash } from '@anjuan/handle';
import { vocabulary } from '@anjuan/domain';
import { clockStates, evolve, process as table, UnreadableEvent, type ClockState, type Counting, type Lifecycle, type Matter, type PolicyView } from '@anjuan/lifecycle';

/** What this build decides by. The door has it. */
export type Today = { readonly processes: Readonly<Record<string, Lifecycle>>; readonly policy: PolicyView; readonly count: Counting };

/** By which table (its hash), policy and holiday calendar an event was recorded, and whether those are the ones of today. */
export type Rules = { readonly table: string; readonly policy: string; readonly calendar: string; readonly sameAsToday: boolean };

/** One event of the line with its stream before and after it. `unreadable`: this build cannot fold it, nor what follows in its stream. */
export type Step = { readonly event: StoredEvent; readonly rules: Rules; readonly before?: Matter; readonly after?: Matter; readonly unreadable?: string };

/** Everything up to and with that step (from 0), looked at on that instant. */
export type Point = { readonly step: number; readonly instant: string };

/** One matter as it stood. Without `clocks`, the policy or calendar of the time is not kept: they are never counted by another. */
export type Standing = { readonly matter: Matter; readonly rules: Rules; readonly clocks?: readonly ClockState[] };

/** A whole linked history as one line, by position, with every state on the way: folded once, looked up at any point. */
export type Line = { readonly steps: readonly Step[]; readonly at: (point: Point) => readonly Standing[] };

/** The table of a process; an empty one, which reads nothing, where this build has none. */
export const lifecycleOf = ({ processes }: Pick<Today, 'processes'>, process: string): Lifecycle => (Object.hasOwn(processes, process) ? processes[process] : undefined) ?? table(process, vocabulary, {}).lifecycle({ rows: {} });

/** Only as long as policy and calendar are those of today: earlier ones are not kept yet. */
export const countedAs = ({ policy, count }: Today, rules: Pick<Rules, 'policy' | 'calendar'>): boolean => rules.policy === policy.version && rules.calendar === count.version;

/** Clocks under the policy and calendar recorded, as far as they are kept. */
export const clocksUnder = (today: Today, rules: Rules, matter: Matter, instant: string): readonly ClockState[] | undefined =>
  countedAs(today, rules) ? clockStates(lifecycleOf(today, matter.process).clocks, matter, today.count, instant) : undefined;

const rulesOf = (today: Today, { table, policy, calendar, process }: Pick<StoredEvent, 'table' | 'policy' | 'calendar' | 'process'>): Rules => ({
  table, policy, calendar, sameAsToday: tableHash(lifecycleOf(today, process)) === table && countedAs(today, { policy, calendar }),
});

const folded = (today: Today, before: Matter | undefined, event: StoredEvent): Pick<Step, 'after' | 'unreadable'> => {
  try {
    return { after: evolve(lifecycleOf(today, event.process), before, event) };
  } catch (error) {
    if (error instanceof UnreadableEvent) return { unreadable: error.message };
    throw error;
  }
};

export const replay = (events: readonly StoredEvent[], today: Today): Line => {
  const last = new Map<string, Step>();
  const steps = events.toSorted((a, b) => a.position - b.position).map((event): Step => {
    const earlier = last.get(event.stream);
    const before = earlier && (earlier.after ?? earlier.before);
    const next = earlier?.unreadable === undefined ? folded(today, before, event) : { unreadable: earlier.unreadable };
    const step: Step = { event, rules: rulesOf(today, event), ...(before && { before }), ...next };
    last.set(event.stream, step);
    return step;
  });
  return {
    steps,
    at: ({ step, instant }) => {
      const upTo = steps.slice(0, step + 1);
      const now = upTo.at(-1)?.event;
      return [...new Map(upTo.map((each) => [each.event.stream, each])).values()].flatMap(({ before, after, event }) => {
        const matter = after ?? before;
        if (!matter || !now) return [];
        // Policy and calendar are the office's, so the point's own event says which were in force; the table is the process's.
        const rules = rulesOf(today, { ...event, policy: now.policy, calendar: now.calendar });
        const clocks = clocksUnder(today, rules, matter, instant);
        return [{ matter, rules, ...(clocks && { clocks }) }];
      });
    },
  };
};
