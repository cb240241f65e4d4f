import type { Model, Tx } from './port';

/** How far each part has come that somebody leads. */
export type Places = ReadonlyMap<number, number>;

/** Parts that this process leads, where each stands, and how often the rows had been replaced by then. */
export type Lead = { readonly places: Places; readonly built: number };

export type Checkpoint = Lead & { readonly partitions: number; readonly basis: string };

/** Somebody else moved the checkpoint in the meantime: what was read is not what comes next. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/** The basis of rows that somebody wants worked out anew. */
export const asked = '';

/** Asks whoever leads to build its rows anew; it begins within a second or two. False when nobody has ever followed by that name. */
export const askRebuild = async (tx: Tx, name: string): Promise<boolean> => ((await tx.query('update checkpoints set basis = $2 where follower = $1', [name, asked])).rowCount ?? 0) > 0;

/** Whether it is still to be done. */
export const isAsked = async (tx: Tx, name: string): Promise<boolean> => (await readCheckpoint(tx, name))?.basis === asked;

export const lowest = (places: Places): number => Math.min(...places.values());

type Row = { readonly partition: number; readonly partitions: number; readonly position: string; readonly basis: string; readonly built: number };

const read = async (tx: Tx, name: string, locking: '' | 'for update'): Promise<Checkpoint | undefined> => {
  const { rows } = await tx.query<Row>(`select partition, partitions, position, basis, built from checkpoints where follower = $1 order by partition ${locking}`, [name]);
  const [first] = rows;
  return first && { partitions: first.partitions, basis: first.basis, built: first.built, places: new Map(rows.map(({ partition, position }) => [partition, Number(position)])) };
};

export const readCheckpoint = (tx: Tx, name: string): Promise<Checkpoint | undefined> => read(tx, name, '');

/** All of it held until the end of the transaction; whoever is about to move it waits. */
export const lockCheckpoint = async (tx: Tx, name: string): Promise<Checkpoint> => {
  const found = await read(tx, name, 'for update');
  if (!found) throw new Overtaken(`checkpoint of ${name}: there is none any more`);
  return found;
};

export const beginAt = async (tx: Tx, name: string, model: Model | undefined, partitions = 1): Promise<Checkpoint> => {
  await tx.query('insert into checkpoints (follower, partition, partitions, position, basis) select $1, n, $3, 0, $2 from generate_series(0, $3::int - 1) n where not exists (select from checkpoints where follower = $1) on conflict do nothing', [
    name, model?.basis ?? '', partitions,
  ]);
  return (await readCheckpoint(tx, name))!; // written by the line above, if nobody did before
};

/** Holds the rows of these parts until the end of the transaction, and answers how they stand: elsewhere only if they were replaced. */
export const holdCheckpoint = async (tx: Tx, name: string, partitions: number, expected: Lead): Promise<Lead> => {
  const { rows } = await tx.query<Row>({
    name: 'hold',
    text: 'select partition, position, built from checkpoints where follower = $1 and partition = any($2) and partitions = $3 order by partition for update',
    values: [name, [...expected.places.keys()], partitions],
  });
  const found: Lead = { places: new Map(rows.map(({ partition, position }) => [partition, Number(position)])), built: rows[0]?.built ?? -1 };
  if (found.built !== expected.built && found.places.size === expected.places.size) return found;
  for (const [partition, position] of expected.places)
    if (found.places.get(partition) !== position) throw new Overtaken(`checkpoint of ${name}, part ${partition} of ${partitions}: expected ${position}, found ${found.places.get(partition)}`);
  return found;
};

/** An event that was followed: the first one after that position. By it the log is known again. */
export type Mark = { readonly after: number; readonly event: string };

/** What was passed last; nothing where the checkpoint was put back before it. */
export const readMark = async (tx: Tx, name: string): Promise<Mark | undefined> => {
  const { rows: [mark] } = await tx.query<{ after: string; event: string }>('select after, event from checkpoints where follower = $1 and after < position order by after desc limit 1', [name]);
  return mark && { after: Number(mark.after), event: mark.event };
};

/** Leaves the mark, and tells of it when the transaction is committed. A part that lay further on stays where it is. */
export const moveCheckpoint = async (tx: Tx, name: string, partitions: number, from: Places, to: number, { after, event }: Mark): Promise<Places> => {
  const parts = [...from.keys()];
  const { rowCount } = await tx.query({
    name: 'move',
    text: `update checkpoints set position = greatest(position, $4), moved_at = now(), after = $5, event = $6
           where follower = $1 and partition = any($2) and partitions = $3 returning pg_notify('anjuan_followed', $7)`,
    values: [name, parts, partitions, to, after, event, `${to} ${name} ${partitions} ${parts.join(',')}`],
  });
  if (rowCount !== from.size) throw new Overtaken(`checkpoint of ${name}: expected ${from.size} parts of ${partitions}, found ${rowCount}`);
  return new Map([...from].map(([part, position]) => [part, Math.max(position, to)]));
};
