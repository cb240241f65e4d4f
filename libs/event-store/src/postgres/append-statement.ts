import type { Pool } from 'pg';
import type { Row } from '../row';
import { ask } from './ask';

/** One append on its way into the table. */
export type Load = { readonly expected: number; readonly rows: readonly Row[] };

/**
 * Takes the head row, which orders the batch among all batches of all processes until it is committed; gives dense
 * positions; inserts. The revision is counted on from the row at the expected revision: where that row is missing it is
 * null, which the column refuses, so no revision can be left out. What lies ahead of `expected` the unique guard refuses.
 */
const append = {
  name: 'append',
  text: `
    with flight as (
      update head set position = position + $1 returning position - $1 as base
    ), landed as (
      insert into events (position, stream, revision, command, n, body, id, process, type, "row", schema, correlation,
                          occurred_at, recorded_at, data, envelope)
      select flight.base + draft.place, draft.stream,
             1 + draft.n + case draft.expected when 0 then 0 else (
               select before.revision from events before
               where before.stream = draft.stream and before.revision = draft.expected
             ) end,
             draft.command, draft.n, draft.body, draft.id, draft.process, draft.type, draft."row", draft.schema,
             draft.correlation, draft.occurred_at, draft.recorded_at, draft.data, draft.envelope
      from flight, unnest(
        $2::text[], $3::int[], $4::text[], $5::int[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[],
        $11::int[], $12::text[], $13::text[], $14::text[], $15::json[], $16::json[]
      ) with ordinality as draft (stream, expected, command, n, body, id, process, type, "row", schema, correlation,
                                  occurred_at, recorded_at, data, envelope, place)
    )
    select base, pg_notify('anjuan_appended', (base + $1)::text) from flight`,
};

/** Appends all loads or none of them and returns the position before the first. */
export const fly = async (pool: Pool, loads: readonly Load[]): Promise<number> => {
  const rows = loads.flatMap((load) => load.rows);
  const column = <K extends keyof Row>(key: K): Row[K][] => rows.map((row) => row[key]);
  const [landed] = await ask<{ base: number }>(pool, append, [
    rows.length, column('stream'), loads.flatMap((load) => load.rows.map(() => load.expected)), column('command'),
    column('n'), column('body'), column('id'), column('process'), column('type'), column('row'), column('schema'),
    column('correlation'), column('occurredAt'), column('recordedAt'), column('data'), column('envelope'),
  ]);
  if (!landed) throw new Error('the head row is missing: run the migrations');
  return landed.base;
};
