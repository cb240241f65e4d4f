import { eventually } from '../journeys/support/eventually';
import { freshDatabase } from '../support';
import { appsOn } from './support/apps';
import { clientHistory } from './support/history';
import { asking, ownPostgres } from './support/own-postgres';
import { openDoor, writers } from './support/writers';

/** What pg_dump takes: everything in one snapshot, while others go on writing. */
const dump = (url: string) => asking(url, async (session) => {
  await session.query('begin isolation level repeatable read read only');
  const { rows: [head] } = await session.query<{ position: string }>('select position from head');
  const { rows: [events] } = await session.query<{ all: string }>('select json_agg(e order by position)::text as all from events e');
  return { head: Number(head?.position), events: events?.all };
});

const history = clientHistory();
afterAll(() => history.close());

it('a dump taken in mid-run and restored on a new server goes on where it stood: dense, in order, and every command sent again lies there once', async () => {
  const database = await freshDatabase();
  const doors = [openDoor(database.url), openDoor(database.url)];
  const fresh = ownPostgres();
  const { append } = writers(history, doors.map(({ store }) => store));
  let hot = 0;
  const lanes = history.lanes(10, async (lane, turn) => {
    await append(`clue-${lane}`, 2 * turn, { at: lane, count: 2 });
    const said = await append('clue-hot', hot, { at: lane });
    if (said.kind === 'ok') hot = said.receipt.revision;
  });
  await history.more(100);
  const taken = await dump(database.url);
  await history.more(100);
  await lanes.stop();
  expect(await history.judged(database.url)).toEqual([]);
  await Promise.all(doors.map(({ close }) => close()));
  await database.drop();

  const server = await fresh;
  const door = openDoor(server.url);
  const apps = appsOn(server.url);
  try {
    await asking(server.url, async (session) => {
      await session.query('insert into events select * from json_populate_recordset(null::events, $1)', [taken.events]);
      await session.query('update head set position = $1', [taken.head]);
    });
    const restored = clientHistory();
    const again = writers(restored, [door.store]);
    const sent = history.ops.flatMap(({ command, said }) => (said.kind === 'ok' ? [{ command, ...said.receipt }] : [])).toSorted((a, b) => a.position - b.position);
    const lost = sent.filter(({ position }) => position > taken.head);
    expect(lost.length).toBeGreaterThan(0);
    for (const { command, stream, revision, position } of sent) {
      const count = stream === 'clue-hot' ? 1 : 2;
      expect(await again.append(stream, revision - count, { count, command })).toMatchObject({ kind: 'ok', receipt: position > taken.head ? { stream, revision } : { stream, revision, position } });
    }
    expect(await restored.judged(server.url)).toEqual([]);

    // Whoever follows sees all of it, and what comes: a new server's transactions have smaller numbers than the old one's.
    await apps.follower();
    await again.append('clue-new', 0);
    const { base } = await apps.api();
    await eventually(async () => {
      const { followers } = (await (await fetch(`${base}/health/ready`)).json()) as { readonly followers: { readonly lag: number | null } };
      return followers.lag === 0;
    }, 'the follower to come to the head');
  } finally {
    await apps.close();
    await door.close();
    await server.stop();
  }
});
