import type { Tx } from '@anjuan/follow';
import type { Matter } from '@anjuan/lifecycle';
import type { ReadModel } from '../read-model';
import { differs, type Change, type Rows } from '../rows';
import sql from './table.sql';

/** How far the rows of these streams have come. */
export const revisionsOf = async (tx: Tx, streams: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await tx.query<{ stream: string; revision: number }>({ name: 'revisions', text: 'select stream, revision from matters where stream = any($1)', values: [streams] });
  return new Map(rows.map(({ stream, revision }) => [stream, revision]));
};

const shownOf = ({ matter, fields, clocks }: Rows) => {
  const next = clocks.filter(({ due }) => due !== null).sort((a, b) => (a.due! < b.due! ? -1 : 1))[0]; // filtered on this line
  const { stream, process, correlation, stage, openedOn } = matter;
  const { office, source, number, title } = fields;
  return { stream, process, correlation, stage, office, source, number, title, opened_on: openedOn, due: next?.due ?? null, due_provisional: next?.provisional ?? null };
};

const rowOf = (rows: Rows) => ({ ...shownOf(rows), revision: rows.matter.revision, position: rows.matter.position });

const upsert = {
  name: 'upsert matters',
  text: `
    insert into matters
    select * from json_to_recordset($1::json) as fresh (
      stream text, process text, correlation text, stage text, office text, source text, number text, title text,
      opened_on text, due text, due_provisional boolean, revision int, position bigint)
    on conflict (stream) do update set
      correlation = excluded.correlation, stage = excluded.stage, office = excluded.office, source = excluded.source,
      number = excluded.number, title = excluded.title, due = excluded.due, due_provisional = excluded.due_provisional,
      revision = excluded.revision, position = excluded.position
    where matters.revision < excluded.revision`,
};

/** Most events change nothing that a list shows: no index hears of these. */
const move = {
  name: 'move matters',
  text: `
    update matters set revision = moved.revision, position = moved.position
    from unnest($1::text[], $2::int[], $3::bigint[]) as moved (stream, revision, position)
    where matters.stream = moved.stream and matters.revision < moved.revision`,
};

const write = async (tx: Tx, changes: readonly Change[]): Promise<void> => {
  const shown: Change[] = [];
  const moved: Matter[] = [];
  for (const change of changes)
    if (!change.before || differs(shownOf(change), shownOf(change.before))) shown.push(change);
    else moved.push(change.matter);
  if (shown.length > 0) await tx.query({ ...upsert, values: [JSON.stringify(shown.map(rowOf))] });
  if (moved.length > 0) await tx.query({ ...move, values: [moved.map(({ stream }) => stream), moved.map(({ revision }) => revision), moved.map(({ position }) => position)] });
};

export const matters: ReadModel = { sql, tables: [{ name: 'matters', key: ['stream'] }], write, rows: { matters: (rows) => [rowOf(rows)] } };
