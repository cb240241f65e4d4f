import type { Pool, PoolClient } from 'pg';
import type { PlacedRow } from '../row';
import { columns } from './reads';
import { nameOf, pack, sha256 } from './segment';

export type Archiving = {
  /** The histories to archive, each whole. */
  readonly streams: readonly string[];
  /** Puts the bytes under the name where the readers look for them, durably, before it returns. */
  readonly keep: (name: string, bytes: Buffer) => Promise<void>;
  /** What lies under the name now: texts leave the table only when they have been read back. */
  readonly readBack: (name: string) => Promise<Buffer>;
  readonly onProgress?: (done: number, of: number) => void;
};
export type Archived = { readonly events: number; readonly segments: number; /** Of text that left the table. */ readonly bytes: number };

/** Small enough to be read whole for one event in it. */
const perSegment = 1_000;

/** Names one lock of the database: two who archive would give out a number twice. */
const lock = 0x616e6a76;

const next = { text: `select ${columns} from events where position in (select position from leaving where position > $1 order by position limit ${perSegment}) order by position`, types: { getTypeParser: (oid: number) => (oid === 20 || oid === 23 ? Number : String) } };

/** The file first, durably; then, in one transaction, its entry and the rows that lean on it. Killed in between, the file is written over. */
const move = async (session: PoolClient, rows: readonly PlacedRow[], { keep, readBack }: Archiving): Promise<void> => {
  const { rows: [last] } = await session.query<{ segment: number }>('select coalesce(max(segment), 0) as segment from archives');
  const segment = last!.segment + 1; // an aggregate has a row
  const bytes = pack(rows);
  await keep(nameOf(segment), bytes);
  if (!(await readBack(nameOf(segment))).equals(bytes)) throw new Error(`${nameOf(segment)} does not read back as it was written: nothing of it was taken out of the table. Is the disk sound?`);
  await session.query('begin');
  try {
    await session.query('insert into archives (segment, sha256, events) values ($1, $2, $3)', [segment, sha256(bytes), rows.length]);
    const { rowCount } = await session.query('update events set data = null, envelope = null, archived = $1 where position = any($2::bigint[]) and archived is null', [segment, rows.map(({ position }) => position)]);
    if (rowCount !== rows.length) throw new Error(`${rowCount} of ${rows.length} rows were there to be archived: is somebody else archiving?`);
    await session.query('commit');
  } catch (error) {
    await session.query('rollback');
    throw error;
  }
};

/**
 * Moves the texts of whole histories into files. What guards order and repetition stays in the table, so that an archived
 * stream is read, continued and answered as before. Takes the owner's pool: the apps may not update events.
 */
export const archive = async (owner: Pool, archiving: Archiving): Promise<Archived> => {
  const { streams, onProgress } = archiving;
  const session = await owner.connect();
  try {
    await session.query('select pg_advisory_lock($1)', [lock]);
    await session.query('create temporary table leaving as select position from events where archived is null and stream = any($1)', [streams]);
    await session.query('create index on leaving (position)');
    await session.query('analyze leaving');
    const { rows: [all] } = await session.query<{ n: number }>('select count(*)::int as n from leaving');
    const of = all!.n; // an aggregate has a row
    let [done, segments, bytes, after] = [0, 0, 0, 0];
    for (;;) {
      const { rows } = await session.query<PlacedRow>({ ...next, values: [after] });
      const last = rows.at(-1);
      if (!last) return { events: done, segments, bytes };
      await move(session, rows, archiving);
      after = last.position;
      done += rows.length;
      segments += 1;
      for (const { data, envelope } of rows) bytes += Buffer.byteLength(data) + Buffer.byteLength(envelope);
      onProgress?.(done, of);
    }
  } finally {
    // The connection is not kept: ending it gives the lock and the list back even if it is broken.
    session.release(true);
  }
};
