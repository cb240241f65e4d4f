import { randomBytes } from 'node:crypto';
import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { postgresEventStore } from '@anjuan/event-store';
import { rebuild } from '@anjuan/follow';
import { createHandle, installationKeys, systemClock } from '@anjuan/handle';
import { readModels } from '@anjuan/read-models';
import type { Pool } from 'pg';
import { atTheStart, throughTheDoor, walk, type Walker } from './clue-way';

export const rules = { processes, counting: counting(defaultPolicy, adopted) };
export const eventsPerStream = 10;
const patterns = 20;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Clues on their way as the door and the projector write them, kept aside as patterns: `place` 0 to 19, ten events and one row of the list each. */
const layPatterns = async (owner: Pool, pool: Pool): Promise<void> => {
  const store = postgresEventStore(pool);
  const door = createHandle({ store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(randomBytes(32).toString('hex')), organ: 'organ', cacheSize: patterns });
  const send = throughTheDoor(door);
  for (let i = 0; i < patterns; i += 1) {
    let walker: Walker = atTheStart(i % 2 === 0);
    for (let revision = 0; revision < eventsPerStream; ) {
      const taken = await walk(send, walker);
      walker = taken.walker;
      revision = taken.receipt.revision;
    }
  }
  await rebuild({ store, pool, log: silent, ...readModels({ ...rules, store }) });
  await store.close();
  await owner.query(`create table pattern as select dense_rank() over (order by stream) - 1 as place, * from events where revision <= ${eventsPerStream}`);
  await owner.query('create table matter_pattern as select * from matters limit 1');
  await owner.query('truncate events, matters, checkpoints; update head set position = 0');
};

/** Ids by the number of a stream that look as the door's hashes do. */
const hash = `translate(left(md5('stream' || i), 26), '0189', 'ghij')`;
export const streamOf = `'clue-' || ${hash}`;
export const historyOf = `'history-' || ${hash}`;

const insert = `
  insert into events (position, stream, revision, command, n, body, id, process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope)
  select ($1::bigint - 1) * $2 + i, ${streamOf}, revision, md5(i || command)::uuid::text, n, body, md5(i || id::text)::uuid, process, type, "row", schema,
         ${historyOf}, occurred_at, recorded_at, data, envelope
  from generate_series($3::bigint, $4::bigint) i join pattern on place = i % ${patterns} and revision = $1`;

/** Lays rows while what guards and finds them is taken away, and puts it back as it was. */
export const withoutIndexes = async (owner: Pool, table: string, tell: (text: string) => void, lay: () => Promise<void>): Promise<void> => {
  const { rows } = await owner.query<{ drop: string; make: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop, format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u')
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index where indrelid = $1::regclass and indexrelid not in (select conindid from pg_constraint where conrelid = $1::regclass)`, [table]);
  for (const { drop } of rows) await owner.query(drop);
  await lay();
  await owner.query(`set maintenance_work_mem = '1GB'`);
  for (const { make } of rows) {
    tell(`  ${make.slice(0, 110)}`);
    await owner.query(make);
  }
  await owner.query(`vacuum analyze ${table}`);
};

const portion = 250_000;

/**
 * Lays ten events of so many streams into the real table, with its real guards: first events of all streams, second events
 * of all streams and so on, as offices that work on many matters at once leave them.
 */
export const layEvents = async (owner: Pool, pool: Pool, streams: number, tell: (text: string) => void): Promise<void> => {
  await layPatterns(owner, pool);
  await withoutIndexes(owner, 'events', tell, async () => {
    for (let revision = 1; revision <= eventsPerStream; revision += 1)
      for (let from = 1; from <= streams; from += portion) {
        const to = Math.min(streams, from + portion - 1);
        await owner.query(insert, [revision, streams, from, to]);
        tell(`  laid ${((revision - 1) * streams + to).toLocaleString('en')} of ${(streams * eventsPerStream).toLocaleString('en')} events`);
      }
  });
  await owner.query(`update head set position = ${streams * eventsPerStream}`);
};
