import { alarm } from './alarm';
import { catchUp, fill, onSession, within, type Building } from './build';
import { lowest, readCheckpoint } from './checkpoint';
import type { ModelTable, Tx } from './port';
import { progressTo } from './progress';

/** A row that is in one of them only, or not the same in both; or an index (`index NAME`) that the live table lacks. */
export type Difference = { readonly table: string; readonly key: string; readonly live: boolean; readonly built: boolean };
export type Checked = { readonly position: number; readonly events: number; readonly count: number; readonly differences: readonly Difference[] };

const shown = 20;
/** Where a model stands that nobody has followed for yet. */
const nowhere = { partitions: 1, places: new Map([[0, 0]]) };

/** Indexes that the lists are searched by, where the live table has none such, or it is not whole. */
const indexesLacking = async (tx: Tx, table: string): Promise<readonly Difference[]> => {
  const whole = (schema: string) =>
    `select relname as name, replace(pg_get_indexdef(indexrelid), '${schema}.', '') as text from pg_index join pg_class on pg_class.oid = indexrelid where indrelid = '${schema}.${table}'::regclass and indisvalid and indisready`;
  const { rows } = await tx.query<{ name: string }>(`select name from (${whole('building')}) as built where text not in (select text from (${whole('public')}) as live) order by name`);
  return rows.map(({ name }) => ({ table, key: `index ${name}`, live: false, built: true }));
};

const differencesIn = async (tx: Tx, { name, key, counts = 'true' }: ModelTable, aside: readonly string[] = []): Promise<{ readonly count: number; readonly some: readonly Difference[] }> => {
  const { rows: [live] } = await tx.query<{ there: boolean }>('select to_regclass($1) is not null as there', [`public.${name}`]);
  if (!live?.there) return { count: 1, some: [{ table: name, key: '*', live: false, built: true }] };
  const rowsOf = (schema: string, side: number) => `select concat_ws(' ', ${key.join(', ')}) as key, md5((to_jsonb(one) - '{${aside.join()}}'::text[])::text) as hash, ${side} as side from ${schema}.${name} one where ${counts}`;
  const { rows } = await tx.query<{ key: string; live: boolean; built: boolean; n: number }>(
    `with differing as (select key, hash, sum(side) as more from (${rowsOf('public', 1)} union all ${rowsOf('building', -1)}) as one_or_other group by key, hash having sum(side) <> 0)
     select key, bool_or(more > 0) as live, bool_or(more < 0) as built, count(*) over ()::int as n from differing group by key order by key limit ${shown}`,
  );
  const indexes = await indexesLacking(tx, name);
  return { count: (rows[0]?.n ?? 0) + indexes.length, some: [...rows.map(({ key, live, built }) => ({ table: name, key, live, built })), ...indexes] };
};

/** Builds beside and compares row by row with the live ones, as both stand at one moment. Nothing is changed, nobody waits. */
export const checkRows = (by: Building): Promise<Checked> =>
  onSession(by, alarm(), () => false, async (tx) => {
    let events = 0;
    const tell = progressTo(Date.now(), (progress) => {
      ({ events } = progress);
      by.onProgress?.(progress);
    });
    const live = async () => {
      const { places, partitions } = (await readCheckpoint(tx, by.name)) ?? nowhere;
      return { partitions, places: within(await by.store.head(), places) };
    };
    const built = await fill(tx, by, lowest((await live()).places), () => false, tell);
    await tx.query('begin isolation level repeatable read');
    try {
      const now = await live();
      await catchUp(by, built, now);
      const found = [await differencesIn(tx, { name: 'parked', key: ['stream'], counts: `follower = '${by.name}'` }, ['since', 'retry'])];
      for (const table of by.model.tables) found.push(await differencesIn(tx, table));
      return { position: lowest(now.places), events, count: found.reduce((sum, { count }) => sum + count, 0), differences: found.flatMap(({ some }) => some).slice(0, shown) };
    } finally {
      await tx.query('rollback').catch(() => undefined);
    }
  });
