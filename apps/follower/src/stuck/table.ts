import type { Tx } from '@anjuan/follow';
import type { StuckCause } from '@anjuan/read-models';
import type { Stuck } from './port';

/** Built anew like the ones that are there. */
export const book = {
  sql: ['stuck', 'interventions', 'post_holders'].map((table) => `create table ${table} (like public.${table} including all)`).join(';\n'),
  tables: [{ name: 'stuck', key: ['cause', 'stream', 'about'] }, { name: 'interventions', key: ['stream', 'revision'] }, { name: 'post_holders', key: ['post', 'office', 'person'] }],
};

/** What was found by looking, and what has been carried out, no event tells. Nobody looks or carries out until the new rows are there. */
export const bringOverSeen = async (tx: Tx): Promise<void> => {
  await tx.query('lock table public.stuck, public.interventions in exclusive mode');
  await tx.query(`insert into building.stuck select * from public.stuck where cause <> all($1)`, [['approverBarred', 'reactionRefused'] satisfies readonly StuckCause[]]);
  await tx.query('update building.interventions built set carried_out_at = live.carried_out_at from public.interventions live where (live.stream, live.revision) = (built.stream, built.revision) and built.carried_out_at is null');
};

/** Which rows a look has covered: those of the causes, of these streams or of all. What it did not find there is healed. */
type Looked = { readonly causes: readonly StuckCause[]; readonly streams?: readonly string[]; readonly now: string };

const healAndKeep = (found: string, values: { readonly causes: string; readonly streams: string; readonly now: string }) => `
  with found as materialized (${found}),
  healed as (
    update stuck set healed_at = ${values.now}
    where healed_at is null and cause = any(${values.causes}::text[]) and (${values.streams}::text[] is null or stream = any(${values.streams}::text[]))
      and not exists (select from found where (found.stream, found.cause, found.about) = (stuck.stream, stuck.cause, stuck.about)))
  insert into stuck (cause, stream, about, since, sign_at, detail)
  select cause, stream, about, since, sign_at, detail from found
  on conflict (stream, cause, about) do update set sign_at = excluded.sign_at, detail = excluded.detail, healed_at = null,
    since = case when stuck.healed_at is null then least(stuck.since, excluded.since) else excluded.since end
  where stuck.healed_at is not null or (stuck.since, stuck.sign_at, stuck.detail) is distinct from (excluded.since, excluded.sign_at, excluded.detail)`;

/** What was found now is what is stuck; the rest of what was looked at has healed. */
export const keepFound = async (tx: Tx, found: readonly Stuck[], { causes, streams, now }: Looked): Promise<void> => {
  await tx.query({
    name: 'keep found',
    text: healAndKeep('select cause, stream, about, since, "signAt" as sign_at, detail from json_to_recordset($1::json) as given (cause text, stream text, about text, since text, "signAt" text, detail jsonb)',
      { causes: '$2', streams: '$3', now: '$4' }),
    values: [JSON.stringify(found), causes, streams ?? null, now],
  });
};

/** Clocks that have run out, and those within their warning. A day ends at 16:00 UTC, which is 24:00 in the office. */
export const keepClocks = async (tx: Tx, today: string, warningDays: number, now: string): Promise<void> => {
  await tx.query({
    name: 'keep clocks',
    text: healAndKeep(
      `select cause, stream, key as about, since, since as sign_at, jsonb_build_object('clock', clock, 'due', due, 'zh', label_zh, 'en', label_en) as detail
       from (select *, case when due < $4 then 'clockBreached' else 'clockNear' end as cause,
                    case when due < $4 then due else to_char(due::date - $5::int, 'YYYY-MM-DD') end || 'T16:00:00.000Z' as since
             from running_clocks where due <= to_char($4::date + $5::int, 'YYYY-MM-DD') and (due >= $4 or not provisional)) as ending`,
      { causes: '$1', streams: '$2', now: '$3' },
    ),
    values: [['clockBreached', 'clockNear'] satisfies readonly StuckCause[], null, now, today, warningDays],
  });
};

/** Streams a follower has left alone. Parked again after a retry, a stream is parked since then. */
export const keepParked = async (tx: Tx, now: string): Promise<void> => {
  await tx.query({
    name: 'keep parked',
    text: healAndKeep(
      `select 'streamParked' as cause, stream, follower as about, since, since as sign_at, jsonb_build_object('follower', follower, 'position', position, 'message', left(cause, 300)) as detail
       from (select follower, stream, position, cause, to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since from parked) as left_alone`,
      { causes: '$1', streams: '$2', now: '$3' },
    ),
    values: [['streamParked'] satisfies readonly StuckCause[], null, now],
  });
};

export const openRows = async (tx: Tx, causes: readonly StuckCause[], streams?: readonly string[]): Promise<readonly { stream: string; cause: StuckCause; about: string; signAt: string }[]> => {
  const { rows } = await tx.query<{ stream: string; cause: StuckCause; about: string; signAt: string }>({
    name: 'open rows',
    text: 'select stream, cause, about, sign_at as "signAt" from stuck where healed_at is null and cause = any($1) and ($2::text[] is null or stream = any($2))',
    values: [causes, streams ?? null],
  });
  return rows;
};

/** What has healed is shown for a day. */
export const forgetHealed = async (tx: Tx, now: string): Promise<void> => {
  await tx.query('delete from stuck where healed_at < $1', [new Date(Date.parse(now) - 86_400_000).toISOString()]);
};
