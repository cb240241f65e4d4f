import { breaks } from '../journeys/support/breaks';
import { eventually } from '../journeys/support/eventually';
import { freshDatabase, type Database } from '../support';
import { appsOn, type Api, type Apps } from './support/apps';
import { clerks } from './support/clerks';
import { clientHistory } from './support/history';
import { asking } from './support/own-postgres';

let database: Database;
let apps: Apps;

beforeEach(async () => {
  database = await freshDatabase();
  apps = appsOn(database.url);
});
afterEach(async () => {
  await apps.close();
  await database.drop();
});

type Row = { readonly title: string; readonly revision: number; readonly stale: boolean };
const list = async ({ base }: Api): Promise<readonly Row[]> => ((await (await fetch(`${base}/api/clues?limit=10`)).json()) as { readonly items: readonly Row[] }).items;
const shows = (api: Api, wanted: Readonly<Record<string, readonly [revision: number, stale: boolean]>>) =>
  eventually(async () => {
    const rows = await list(api);
    return rows.length === Object.keys(wanted).length && rows.every(({ title, revision, stale }) => wanted[title]?.[0] === revision && wanted[title][1] === stale);
  }, `the list to show ${JSON.stringify(wanted)}`);

it('a clue that cannot be read on gets 10,000 more events: the others are listed as ever; tried again too early it stays where it was, and later goes on through all of them', async () => {
  const [door, first] = await Promise.all([apps.api(), apps.follower()]);
  const { register } = clerks(clientHistory(), [door]);
  const clue = await register('读不懂的');
  await register('别的');
  const { unreadable, readable } = breaks(database.url);
  await unreadable(clue);
  await asking(database.url, (owner) => owner.query(`
    with first as (select * from events where stream = '${clue}' and revision = 1), ahead as (update head set position = position + 10000 returning position - 10000 as base)
    insert into events select ahead.base + i, stream, i + 2, 'planted-' || i, 0, body, gen_random_uuid(), process, 'NoteAdded', null, 1, correlation, occurred_at, recorded_at, '{"text":"备注"}', envelope
    from first, ahead, generate_series(1, 10000) as i`));
  await register('后来的');
  await shows(door, { 读不懂的: [1, true], 别的: [1, false], 后来的: [1, false] });

  // Whoever leads next tries it again.
  await first.kill();
  const second = await apps.follower();
  await register('再后来的');
  await shows(door, { 读不懂的: [1, true], 别的: [1, false], 后来的: [1, false], 再后来的: [1, false] });
  await second.kill();
  await readable(clue);
  await apps.follower();
  await shows(door, { 读不懂的: [10_002, false], 别的: [1, false], 后来的: [1, false], 再后来的: [1, false] });
});
