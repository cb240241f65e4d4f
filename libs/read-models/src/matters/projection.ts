import type { Tx } from '@anjuan/follow';
import type { Matter } from '@anjuan/lifecycle';
import type { ReadModel } from '../read-model';
import type { Change, Rows } from '../rows';
import sql from './table.sql';

export const loadMatters = async (tx: Tx, streams: readonly string[]): Promise<ReadonlyMap<string, Matter>> => {
  const { rows } = await tx.query<{ stream: string; matter: Matter }>({ name: 'matters', text: 'select stream, matter from matters where stream = any($1)', values: [streams] });
  return new Map(rows.map(({ stream, matter }) => [stream, matter]));
};

const rowOf = ({ matter, fields, clocks }: Rows) => {
  const next = clocks.filter(({ due }) => due !== null).sort((a, b) => (a.due! < b.due! ? -1 : 1))[0]; // filtered on this line
  const { stream, process, correlation, stage, openedOn, revision, position } = matter;
  return { stream, process, correlation, stage, ...fields, opened_on: openedOn, due: next?.due ?? null, due_provisional: next?.provisional ?? null, revision, position, matter };
};

const upsert = {
  name: 'upsert matters',
  text: `
    insert into matters
    select * from json_to_recordset($1::json) as fresh (
      stream text, process text, correlation text, stage text, office text, source text, number text, title text,
      opened_on text, due text, due_provisional boolean, revision int, position bigint, matter json)
    on conflict (stream) do update set
      correlation = excluded.correlation, stage = excluded.stage, office = excluded.office, source = excluded.source,
      number = excluded.number, title = excluded.title, due = excluded.due, due_provisional = excluded.due_provisional,
      revision = excluded.revision, position = excluded.position, matter = excluded.matter
    where matters.revision < excluded.revision`,
};

const write = async (tx: Tx, changes: readonly Change[]): Promise<void> => {
  await tx.query({ ...upsert, values: [JSON.stringify(changes.map(rowOf))] });
};

export const matters: ReadModel = { sql, tables: [{ name: 'matters', key: ['stream'] }], write, rows: { matters: (rows) => [rowOf(rows)] } };
