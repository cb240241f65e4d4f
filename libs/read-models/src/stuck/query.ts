import type { Pool } from 'pg';
import type { PageAsked, pages } from '../pages';
import type { StuckCause } from './cause';

/** `healed`: within a day. */
export type StuckGroup = { readonly cause: StuckCause; readonly count: number; readonly healed: number };

/** `away`: a part that does not answer, and since when; what it holds up is not counted case by case. */
export type StuckGroups = { readonly groups: readonly StuckGroup[]; readonly lookedAt?: string; readonly away: { readonly temporal?: string; readonly workers?: string } };

export type StuckCase = {
  readonly cause: StuckCause;
  readonly stream: string;
  readonly about: string;
  /** Instants, as the events have them. */
  readonly since: string;
  readonly healedAt?: string;
  /** What the cause is told with: a clock and its due day, a level and its holders, the message of a failure. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Absent for a stream that no row could be made of. */
  readonly process?: string;
  readonly stage?: string;
  readonly office?: string;
  readonly number?: string;
  readonly title?: string;
  /** The last one about this. */
  readonly intervention?: { readonly kind: string; readonly reason: string; readonly person: string; readonly at: string; readonly revision: number; readonly outcome?: 'healed' | 'sameCause' };
};

export type StuckAsked = PageAsked & { readonly cause?: StuckCause | undefined; readonly healed?: boolean | undefined };

type Row = {
  cause: StuckCause; stream: string; about: string; since: string; healed_at: string | null; detail: Record<string, unknown>; process: string | null; stage: string | null; office: string | null; number: string | null; title: string | null;
  kind: string | null; reason: string | null; person: string | null; at: string | null; revision: number | null; outcome: 'healed' | 'sameCause' | null;
};

/** How much is stuck, by cause. */
export const stuckGroups = (pool: Pool) => async (): Promise<StuckGroups> => {
  const [groups, looks] = await Promise.all([
    pool.query<StuckGroup>({ name: 'stuck groups', text: 'select cause, count(*) filter (where healed_at is null)::int as count, count(healed_at)::int as healed from stuck group by cause' }),
    pool.query<{ looked_at: string | null; temporal_away: string | null; workers_away: string | null }>({ name: 'looks', text: 'select looked_at, temporal_away, workers_away from looks' }),
  ]);
  const { looked_at: lookedAt, temporal_away: temporal, workers_away: workers } = looks.rows[0]!; // written by its migration
  return { groups: groups.rows, ...(lookedAt !== null && { lookedAt }), away: { ...(temporal !== null && { temporal }), ...(workers !== null && { workers }) } };
};

const select = `
  select s.cause, s.stream, s.about, s.since, s.healed_at, s.detail, m.process, m.stage, m.office, m.number, m.title, i.kind, i.reason, i.person, i.at, i.revision, i.outcome
  from stuck s left join matters m on m.stream = s.stream
  left join lateral (select * from interventions i where i.stream = s.stream and i.cause = s.cause and i.about = s.about order by i.revision desc limit 1) i on true`;

const itemOf = (row: Row): StuckCase => ({
  cause: row.cause, stream: row.stream, about: row.about, since: row.since, detail: row.detail, ...(row.healed_at !== null && { healedAt: row.healed_at }),
  ...(row.process !== null && { process: row.process }), ...(row.stage !== null && { stage: row.stage }), ...(row.office !== null && { office: row.office }),
  ...(row.number !== null && { number: row.number }), ...(row.title !== null && { title: row.title }),
  ...(row.kind !== null && row.reason !== null && row.person !== null && row.at !== null && row.revision !== null && {
    intervention: { kind: row.kind, reason: row.reason, person: row.person, at: row.at, revision: row.revision, ...(row.outcome !== null && { outcome: row.outcome }) },
  }),
});

/** Stuck the longest first; `healed`: what has healed within a day, the latest first. */
export const stuckCases = (ask: ReturnType<typeof pages>) => ({ cause, healed = false, ...page }: StuckAsked) =>
  ask<Row, StuckCase>(
    {
      about: { list: 'stuck', healed, ...(cause !== undefined && { cause }) },
      select, where: [`s.healed_at is ${healed ? 'not null' : 'null'}`, ...(cause === undefined ? [] : ['s.cause = $1'])], values: cause === undefined ? [] : [cause],
      order: healed ? ['healed_at', 'stream', 'cause', 'about'] : ['since', 'stream', 'about', 'cause'], table: 's', newestFirst: healed,
    },
    page, itemOf,
  );

/** Asks whoever keeps the book to look now; it does so within a second or two. */
export const askToLook = (pool: Pool) => async (): Promise<void> => {
  await pool.query('update looks set asked = true');
};
