import type { Pool } from 'pg';
import type { Row } from '../row';
import { intArray, jsonArray, textArray, uuidArray } from './binary-array';
import { grounded } from './release';
import type { Runway } from './runway';
import { channels } from './wake-up';

/** One append on its way into the table. */
export type Load = { readonly expected: number; readonly rows: readonly Row[] };

/**
 * Takes the head row, which orders the batch among all batches of all processes until it is committed; gives dense
 * positions; inserts. The revision is counted on from the row at the expected revision: where that row is missing it is
 * null, which the column refuses, so no revision can be left out. It is sought in the order of its index: before the table
 * has statistics a plain equality is planned through the index of commands, which reads the whole stream. What lies ahead of `expected` the unique guard refuses.
 * Arrays unnested in the select list run in step, a fifth cheaper than the same in the from list.
 * A process of an older release finds no head row, whoever of the two came to it first.
 */
const append = {
  name: 'append',
  text: `
    with flight as (
      update head set position = position + $1 where release <= $17 returning position - $1 as base
    ), landed as (
      insert into events (position, stream, revision, command, n, body, id, process, type, "row", schema, correlation,
                          occurred_at, recorded_at, data, envelope)
      select flight.base + draft.place, draft.stream,
             1 + draft.n + case draft.expected when 0 then 0 else (
               select before.revision from (
                 select revision from events where stream = draft.stream and revision >= draft.expected order by stream, revision limit 1
               ) before where before.revision = draft.expected
             ) end,
             draft.command, draft.n, draft.body, draft.id, draft.process, draft.type, draft."row", draft.schema,
             draft.correlation, draft.occurred_at, draft.recorded_at, draft.data, draft.envelope
      from flight, (
        select generate_series(1, $1) as place, unnest($2::text[]) as stream, unnest($3::int[]) as expected,
               unnest($4::text[]) as command, unnest($5::int[]) as n, unnest($6::text[]) as body, unnest($7::uuid[]) as id,
               unnest($8::text[]) as process, unnest($9::text[]) as type, unnest($10::text[]) as "row",
               unnest($11::int[]) as schema, unnest($12::text[]) as correlation, unnest($13::text[]) as occurred_at,
               unnest($14::text[]) as recorded_at, unnest($15::json[]) as data, unnest($16::json[]) as envelope
      ) as draft
    )
    select base, pg_notify('${channels.appended}', (base + $1)::text) from flight`,
};

/** Appends all loads or none of them and returns the position before the first. */
export const fly = async (pool: Pool, { ask }: Runway, release: number, loads: readonly Load[]): Promise<number> => {
  const rows = loads.flatMap((load) => load.rows);
  const texts = (of: (row: Row) => string | null) => textArray(rows.map(of));
  const ints = (of: (row: Row) => number) => intArray(rows.map(of));
  const [landed] = await ask<{ base: number }>(append, [
    rows.length, texts((row) => row.stream), intArray(loads.flatMap((load) => load.rows.map(() => load.expected))),
    texts((row) => row.command), ints((row) => row.n), texts((row) => row.body), uuidArray(rows.map((row) => row.id)),
    texts((row) => row.process), texts((row) => row.type), texts((row) => row.row), ints((row) => row.schema),
    texts((row) => row.correlation), texts((row) => row.occurredAt), texts((row) => row.recordedAt),
    jsonArray(rows.map((row) => row.data)), jsonArray(rows.map((row) => row.envelope)), release,
  ]);
  if (!landed) throw await grounded(pool, release);
  return landed.base;
};
