import type { Model, Tx } from './port';

export type Checkpoint = { readonly position: number; readonly basis: string };

/** Somebody else moved the checkpoint in the meantime: what was read is not what comes next. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

export const readCheckpoint = async (tx: Tx, name: string): Promise<Checkpoint | undefined> => {
  const { rows } = await tx.query<{ position: string; basis: string }>('select position, basis from checkpoints where follower = $1', [name]);
  return rows[0] && { position: Number(rows[0].position), basis: rows[0].basis };
};

export const beginAt = async (tx: Tx, name: string, model: Model | undefined): Promise<Checkpoint> => {
  await tx.query('insert into checkpoints (follower, position, basis) values ($1, 0, $2) on conflict do nothing', [name, model?.basis ?? '']);
  return (await readCheckpoint(tx, name))!; // written by the line above, if nobody did before, and never deleted
};

/** Holds the row until the end of the transaction. A follower does not wait for it: a rebuild may have it for minutes. */
export const holdCheckpoint = async (tx: Tx, name: string, expected: number): Promise<void> => {
  const { rows } = await tx.query<{ position: string }>({ name: 'hold', text: 'select position from checkpoints where follower = $1 for update nowait', values: [name] });
  if (Number(rows[0]?.position) !== expected) throw new Overtaken(`checkpoint of ${name}: expected ${expected}, found ${rows[0]?.position}`);
};

export const moveCheckpoint = async (tx: Tx, name: string, from: number, to: number): Promise<void> => {
  const { rowCount } = await tx.query({
    name: 'move',
    text: 'update checkpoints set position = $3, moved_at = now() where follower = $1 and position = $2',
    values: [name, from, to],
  });
  if (rowCount !== 1) throw new Overtaken(`checkpoint of ${name}: expected ${from} before ${to}, found another`);
  await tx.query({ name: 'tell', text: `select pg_notify('anjuan_followed', $1)`, values: [`${to} ${name}`] });
};
