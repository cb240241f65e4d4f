import { freshDatabase, type Database } from '@anjuan/test/support';
import { engine } from '@anjuan/handle';
import { defaultPolicy, processes } from '@anjuan/domain';
import { openPool, postgresEventStore, type EventStore } from '@anjuan/event-store';
import { askRebuild, isAsked } from '@anjuan/follow';
import type { Matter } from '@anjuan/lifecycle';
import { createQueries, type Queries } from '@anjuan/read-models';
import { Client, Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { assess, assign, at, file, office, proposeFiling, register, take, tell, type Office } from '../../../../workflows/test/rig';
import { eventually } from '../../test/eventually';
import { startStuck } from '.';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date().toISOString() };
/** The other follower of the process has seen nothing of the stream yet: what it has must not be weighed. */
const behind = (stream: string) => ({ stream, process: 'clue', revision: 0, proposals: [] }) as unknown as Matter;

describe('The book of what is stuck, by the events alone', () => {
  let database: Database;
  let pool: Pool;
  let store: EventStore;
  let here: Office;
  let queries: Queries;
  let connection: Connection;
  let stuck: ReturnType<typeof startStuck>;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = openPool(database.url, { max: 8, role: 'anjuan_app' });
    store = postgresEventStore(pool);
    here = office({ clock, store });
    queries = createQueries(pool);
    connection = Connection.lazy({ address: '127.0.0.1:1', interceptors: [] }); // Temporal is away all the time, and not asked again by the client itself
    const { handle, load, count: counting } = here.handle;
    stuck = startStuck({ pool, store, processes, counting, policy: defaultPolicy, clock, client: new Client({ connection }), handle, load, log: quiet, folded: behind });
  });
  afterAll(async () => {
    await stuck?.stop();
    await queries?.close();
    await connection?.close();
    await store?.close();
    await pool?.end();
    await database?.drop();
  });

  const cases = async (asked: Parameters<Queries['stuckCases']>[0]) => {
    const page = await queries.stuckCases(asked);
    if ('refused' in page) throw new Error(page.refused.rule);
    return page.items;
  };
  const today = () => here.handle.count.dateOf(clock.now());

  it('lists a reaction that was refused, until the step that owed it is taken back', async () => {
    const stream = await register(here, randomUUID(), today());
    for (const step of [assign, assess, tell, proposeFiling, file(randomUUID())]) await take(here, stream, step);
    const matter = await here.handle.load(stream);
    const owed = matter?.owed[0];
    await here.done({ id: randomUUID(), stream, name: 'settleReaction', asked: { reaction: owed?.reaction, event: owed?.event, outcome: 'refused', reason: 'wrong-stage：该案已移送审理' }, actor: engine });
    const found = await eventually(async () => (await cases({ cause: 'reactionRefused', limit: 10 })).find((each) => each.stream === stream));
    expect(found).toMatchObject({ about: `${owed?.reaction}:${owed?.event}`, detail: { reaction: 'openCase', message: 'wrong-stage：该案已移送审理' } });
    const approver = matter?.before?.approver ?? '';
    await here.done({ id: randomUUID(), stream, name: 'takeBack', asked: { reason: '另案处理' }, actor: { person: approver, office: 'leadership', post: 'partyChief' } });
    await eventually(async () => (await cases({ healed: true, limit: 10 })).some((each) => each.stream === stream && each.cause === 'reactionRefused'));
  });

  it('lists a proposal whose only known signer is recused, though another follower has not heard of it yet', async () => {
    const stream = await register(here, randomUUID(), today());
    const chief = '签批人chief';
    await take(here, stream, { name: 'recuse', by: at('caseSupervisionOffice'), asked: { person: chief, post: 'chief', kind: 'self', ground: '与被反映人系近亲属' }, signed: ['upperOrgan'] });
    await take(here, stream, { ...assign, signed: [] });
    const found = await eventually(async () => (await cases({ cause: 'approverBarred', limit: 10 })).find((each) => each.stream === stream));
    expect(found).toMatchObject({ about: `${stream}/assignClue`, detail: { step: 'assignClue', level: 'chief', persons: [chief] } });
  });

  it('lists a limit that has ended by rows that were built anew, though nothing has happened since', async () => {
    const look = async () => {
      await queries.askToLook();
      await eventually(async () => (await pool.query('select from looks where not asked')).rowCount === 1);
    };
    await pool.query(`insert into checkpoints (follower, position) values ('read-models', 0)`);
    await look();
    expect(await cases({ cause: 'clockBreached', limit: 10 })).toEqual([]);
    // As a build leaves it, by another calendar.
    // Nothing is said of an end that the next holiday calendar may yet move.
    await pool.query(`insert into running_clocks (stream, key, clock, label_zh, label_en, force, start, due, provisional, extensions)
        select stream, 'k', 'k', '初核', 'Verification', 'party', '2026-01-04', '2026-02-27', provisional, 0 from (values ('clue-late', false), ('clue-maybe', true)) as given (stream, provisional);
      update checkpoints set built = built + 1 where follower = 'read-models'`);
    await look();
    expect(await cases({ cause: 'clockBreached', limit: 10 })).toMatchObject([{ stream: 'clue-late', detail: { due: '2026-02-27' } }]);
    await pool.query('delete from running_clocks');
    await pool.query(`delete from checkpoints where follower = 'read-models'`);
  });

  it('says that trying a parked stream again did not help, also where it is parked again at once', async () => {
    const stream = await register(here, randomUUID(), today());
    const owner = openPool(database.url, { max: 1 });
    try {
      // As a follower does that tries it before anybody else comes to do something.
      await owner.query(`create function try_at_once() returns trigger language plpgsql as $$ begin perform pg_sleep(0.05); new.retry = false; new.since = clock_timestamp(); return new; end $$;
        create trigger try_at_once before update on parked for each row when (new.retry) execute function try_at_once();
        insert into parked (follower, stream, position, cause) values ('conductor', '${stream}', 1, 'cannot be read')`);
    } finally {
      await owner.end();
    }
    await here.done({ id: randomUUID(), stream, name: 'intervene', asked: { kind: 'unpark', cause: 'streamParked', about: 'conductor', reason: '已修复' }, actor: { person: '王督', office: 'caseSupervisionOffice', post: 'handler' } });
    const judged = await eventually(async () => (await store.read(stream)).events.find(({ type }) => type === 'InterventionJudged'));
    expect(judged.data).toMatchObject({ outcome: 'sameCause' });
    await eventually(async () => (await pool.query('select from interventions where stream = $1 and outcome is not null', [stream])).rowCount === 1);
    await pool.query('delete from parked');
  });

  it('keeps an intervention that Temporal is needed for until Temporal is there, and says that it is away', async () => {
    const stream = await register(here, randomUUID(), today());
    await here.done({ id: randomUUID(), stream, name: 'intervene', asked: { kind: 'rebuildWorkflow', cause: 'workflowMissing', about: '', reason: '误删' }, actor: { person: '王督', office: 'caseSupervisionOffice', post: 'handler' } });
    const kept = async () => (await pool.query('select kind, carried_out_at, outcome from interventions where stream = $1', [stream])).rows;
    await eventually(async () => (await kept()).length > 0);
    await eventually(async () => (await queries.stuckGroups()).away.temporal);
    expect(await kept()).toEqual([{ kind: 'rebuildWorkflow', carried_out_at: null, outcome: null }]);
    expect((await store.read(stream)).events.map(({ type }) => type)).toEqual(['ClueRegistered', 'Intervened']);
  });

  it('built anew from the events, still says what was found by looking and what has been carried out', async () => {
    await pool.query(`update interventions set carried_out_at = '2026-03-02T02:00:00.000Z';
      insert into stuck (cause, stream, about, since, sign_at, detail) values ('workflowMissing', 'clue-x', '', '2026-03-02T01:00:00.000Z', '2026-03-02T01:00:00.000Z', '{}')`);
    const book = async () => [(await pool.query('select cause, stream, about, since, detail from stuck order by stream, cause')).rows, (await pool.query('select * from interventions order by stream')).rows, (await pool.query('select * from post_holders order by post, person')).rows];
    const before = await book();
    expect(before.map((rows) => rows.length > 0)).toEqual([true, true, true]);
    await askRebuild(pool, 'stuck');
    await eventually(async () => !(await isAsked(pool, 'stuck')));
    expect(await book()).toEqual(before);
  });
});
