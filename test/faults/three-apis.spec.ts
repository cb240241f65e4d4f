import { freshDatabase, type Database } from '../support';
import { eventually } from '../journeys/support/eventually';
import { appsOn, type Api, type Apps } from './support/apps';
import { clerks } from './support/clerks';
import { clientHistory, type ClientHistory } from './support/history';
import { asking } from './support/own-postgres';
import { upTo } from './support/up-to';

let history: ClientHistory;
let database: Database;
let apps: Apps;

beforeEach(async () => {
  history = clientHistory();
  database = await freshDatabase();
  apps = appsOn(database.url);
});
afterEach(async () => {
  history.close();
  await apps.close();
  await database.drop();
});

describe('three APIs on one database, with clerks who work on the same clues', () => {
  it('lose nothing, double nothing and keep one order, though they are killed, frozen and die behind the commit, and a transaction stays open all the time', () => asking(database.url, async (open) => {
    await open.query('create table elsewhere (id int); begin; insert into elsewhere values (1); select pg_current_xact_id()');
    const doors: Api[] = await Promise.all([apps.api(), apps.api(), apps.api('append.afterCommit:40')]);
    let follower = await apps.follower();
    const { register, note, assign } = clerks(history, doors);
    const clues = await Promise.all(upTo(6).map((i) => register(`线索 ${i}`, i)));

    const lanes = history.lanes(12, (lane, turn) => {
      const clue = clues[(lane * 7 + turn) % clues.length]!; // within the clues
      if (turn % 9 === 4) return note(clue, `${lane}-${turn} 只问一次`, { at: turn, tries: 1 });
      if (turn % 9 === 7) return note(clue, `${lane}-${turn} 看错版本`, { at: turn, ifMatch: 9_999 });
      return note(clue, `${lane}-${turn}`, { at: lane + turn });
    });
    const approved = Promise.all(clues.map((clue, i) => assign(clue, i)));

    await history.more(60);
    await doors[0]!.kill();
    doors[0] = await apps.api();
    await follower.kill();
    await doors[2]!.exited;
    doors[2] = await apps.api();
    follower = await apps.follower();
    await history.more(60);
    doors[1]!.freeze();
    follower.freeze();
    await history.more(60);
    doors[1]!.thaw();
    follower.thaw();
    await history.more(60);
    await lanes.stop();
    for (const said of await approved) expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(1);

    expect(await history.judged(database.url)).toEqual([]);
    expect(history.ops.filter(({ said }) => said.kind === 'fail').length).toBeGreaterThan(0);
    await eventually(() => apps.listed(doors[0]!), 'every clue to stand in the list where it stands in the store');
    expect((await open.query('select deadlocks::int from pg_stat_database where datname = current_database()')).rows).toEqual([{ deadlocks: 0 }]);
    await open.query('rollback');
  }));
});
