import { advance } from './advance';
import { beginAt, lockCheckpoint, lowest, readCheckpoint, readMark, type Checkpoint, type Lead } from './checkpoint';
import { admit, countMembers, join, leave, leavePart, shutOut, takePart, type Session } from './leadership';
import type { Following } from './port';
import { inTransaction } from './transaction';

export const nothing: Lead = { places: new Map(), built: -1 };

/** All parts are brought to the same position by the old dealing, and begin there by the new one: nothing is left out, nothing comes twice. */
const dealAnew = async ({ client }: Session, by: Following, partitions: number, found: Checkpoint): Promise<void> => {
  if (found.partitions === partitions) return;
  const { name, store, log, batch = 10_000 } = by;
  const goal = Math.max(...found.places.values());
  let lead: Lead = found;
  while (lowest(lead.places) < goal) {
    const events = (await store.readAll(lowest(lead.places), batch)).filter(({ position }) => position <= goal);
    lead = await advance(client, { ...by, partitions: found.partitions }, lead, events);
  }
  const position = await inTransaction(client, async () => {
    const { basis, built, places } = await lockCheckpoint(client, name);
    // All stand there; beyond the goal where rows built anew came in between.
    const here = lowest(places);
    const { after, event } = { ...(await readMark(client, name)) };
    await client.query('delete from checkpoints where follower = $1', [name]);
    await client.query('insert into checkpoints (follower, partition, partitions, position, basis, built, after, event) select $1, n, $2, $3, $4, $5, $6, $7 from generate_series(0, $2::int - 1) n', [name, partitions, here, basis, built, after, event]);
    await client.query(`select pg_notify('anjuan_followed', $1)`, [`${here} ${name} ${partitions} ${Array.from({ length: partitions }, (_, part) => part).join(',')}`]);
    return here;
  });
  log.info({ follower: name, was: found.partitions, is: partitions, position }, 'the streams are dealt into another number of parts');
};

/** Whether this one is of those who follow. Not while others have the streams dealt out otherwise: they must stop first. */
export const enter = async (session: Session, by: Following): Promise<boolean> => {
  const { name, model, partitions = 1 } = by;
  if (!(await join(session, name))) return false;
  if ((await beginAt(session.client, name, model, partitions)).partitions === partitions) return true;
  await leave(session, name);
  if (!(await shutOut(session, name))) return false;
  try {
    await dealAnew(session, by, partitions, await beginAt(session.client, name, model, partitions));
  } finally {
    await admit(session, name);
  }
  return false;
};

/** What followed one log and went on with another's events would be wrong without a word. */
export const refuseOtherLog = async ({ client }: Session, { name, store, model, anew = model && 'anjuan rebuild all' }: Following): Promise<void> => {
  const mark = anew === undefined ? undefined : await readMark(client, name);
  if (!mark) return;
  const [found] = await store.readAll(mark.after, 1);
  if (found?.id === mark.event) return;
  throw new Error(
    `${model ? `the rows of ${name} are` : `what ${name} did is`} of another log: after position ${mark.after} event ${mark.event} was followed, and the store holds ${found ? `${found.id} of ${found.stream}` : 'nothing'} there: it was exchanged, or put back to an earlier day. Is it the right store? Then run \`${anew}\``,
  );
};

/** Leads no more than its share, and takes what nobody leads; between two batches. */
export const share = async (session: Session, { name, log, partitions = 1 }: Following, lead: Lead): Promise<Lead> => {
  const fair = partitions === 1 ? 1 : Math.ceil(partitions / (await countMembers(session, name)));
  const parts = [...lead.places.keys()];
  const over = parts.slice(fair);
  for (const part of over) await leavePart(session, name, part);
  const taken: number[] = [];
  for (let part = 0; part < partitions && parts.length + taken.length < fair; part++) if (!lead.places.has(part) && (await takePart(session, name, part))) taken.push(part);
  if (over.length + taken.length === 0) return lead;
  const now = (await readCheckpoint(session.client, name))!; // begun when this process entered
  const places = new Map([...parts.slice(0, fair), ...taken].map((part) => [part, now.places.get(part) ?? 0]));
  log.info({ follower: name, partitions, leading: [...places.keys()], position: lowest(places) }, 'following');
  return { places, built: now.built };
};

