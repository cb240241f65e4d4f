import type { Tx } from '@anjuan/follow';
import type { ReadModel } from '../read-model';
import { differs, type Change, type Rows, type RunningClock } from '../rows';
import sql from './table.sql';

const rowOf = (stream: string, { key, clock, lane, label, force, start, due, provisional, extensions }: RunningClock) => ({
  stream, key, clock, lane: lane ?? null, label_zh: label.zh, label_en: label.en, force, start, due, provisional, extensions,
});

const replace = {
  name: 'replace clocks',
  text: `
    with fresh as materialized (
      select * from json_to_recordset($2::json) as fresh (
        stream text, key text, clock text, lane text, label_zh text, label_en text, force text, start text, due text,
        provisional boolean, extensions int)
    ), gone as (
      delete from running_clocks old
      where old.stream = any($1) and not exists (select from fresh where fresh.stream = old.stream and fresh.key = old.key)
    )
    insert into running_clocks
    select * from fresh
    on conflict (stream, key) do update set
      clock = excluded.clock, lane = excluded.lane, label_zh = excluded.label_zh, label_en = excluded.label_en,
      force = excluded.force, start = excluded.start, due = excluded.due, provisional = excluded.provisional,
      extensions = excluded.extensions
    where running_clocks.* is distinct from excluded.*`,
};

const rowsOf = ({ matter, clocks }: Rows) => clocks.map((clock) => rowOf(matter.stream, clock));

const write = async (tx: Tx, changes: readonly Change[]): Promise<void> => {
  const moved = changes.filter((change) => differs(rowsOf(change), change.before ? rowsOf(change.before) : []));
  if (moved.length > 0) await tx.query({ ...replace, values: [moved.map(({ matter }) => matter.stream), JSON.stringify(moved.flatMap(rowsOf))] });
};

export const runningClocks: ReadModel = { sql, tables: [{ name: 'running_clocks', key: ['stream', 'key'] }], write, rows: { running_clocks: rowsOf } };
