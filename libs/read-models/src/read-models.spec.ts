import { rebuild } from '@anjuan/follow';
import { events, rules } from '../test/clues';
import { openOffice, silent, type Office } from '../test/office';
import { createQueries, type ListItem, type Page } from './index';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const items = <T>(answer: Page<T> | { readonly refused: object }): readonly T[] => {
  if ('refused' in answer) throw new Error(JSON.stringify(answer.refused));
  return answer.items;
};
const streams = async (asked: Partial<Parameters<Office['queries']['list']>[1]> = {}) => items(await office.queries.list('clue', { limit: 100, ...asked })).map(({ stream }) => stream);
const dump = async () => ({
  matters: (await office.owner.query('select * from matters order by stream')).rows,
  clocks: (await office.owner.query('select * from running_clocks order by stream, key')).rows,
  parked: (await office.owner.query('select stream, position, cause from parked order by stream')).rows,
});

/** Three clues: one named report, one handed over and closed, one assigned. */
const threeClues = async () => {
  await office.stored('clue-1', events.registered({ title: '虚开发票', named: true, number: 'XS-1' }));
  await office.stored('clue-2', events.registered({ title: '工程招标', source: 'audit' }, '2026-03-03', 'another'), events.assigned('conductOffice'), events.assessing(), events.closed());
  await office.stored('clue-3', events.registered({ title: '公车私用', source: 'tour' }, '2026-03-03'), events.assigned('investigationOffice1'));
};

describe('the list', () => {
  it('shows what the office needs to see of a clue, with the clock that ends first', async () => {
    office.follow();
    await threeClues();
    await office.upTo();
    const answer = items(await office.queries.list('clue', { limit: 10 }));
    expect(answer.map(({ stream }) => stream)).toEqual(['clue-3', 'clue-2', 'clue-1']);
    // Received on Monday 2 March: 15 working days of L4 end on Monday the 23rd, before the month of L8.
    expect(answer[2]).toEqual<ListItem>({
      stream: 'clue-1', process: 'clue', correlation: 'history', stage: 'registered', office: 'caseSupervisionOffice', source: 'petition', number: 'XS-1', title: '虚开发票',
      openedOn: '2026-03-02', due: { on: '2026-03-23', provisional: false }, revision: 1, position: 1, stale: false,
    });
    expect(answer[1]).toMatchObject({ stage: 'closed', office: 'conductOffice', source: 'audit' });
    expect(answer[1]).not.toHaveProperty('due');
    expect(answer[1]).not.toHaveProperty('number');
  });

  it('filters by stage, office, source and due date', async () => {
    office.follow();
    await threeClues();
    await office.upTo();
    expect(await streams({ stage: 'assigned' })).toEqual(['clue-3']);
    expect(await streams({ office: 'caseSupervisionOffice' })).toEqual(['clue-1']);
    expect(await streams({ source: 'audit' })).toEqual(['clue-2']);
    expect(await streams({ source: 'audit', stage: 'assigned' })).toEqual([]);
    expect(await streams({ dueBefore: '2026-12-31' })).toEqual(['clue-1', 'clue-3']);
    expect(await streams({ dueBefore: '2026-03-23' })).toEqual([]);
    expect(items(await office.queries.list('case', { limit: 10 }))).toEqual([]);
  });

  it('lists everything exactly once, page by page, while rows are added', async () => {
    office.follow();
    const there = Array.from({ length: 25 }, (_, i) => `clue-${String(i).padStart(3, '0')}`);
    for (const [i, stream] of there.entries()) await office.stored(stream, events.registered({}, `2026-03-0${1 + (i % 5)}`));
    await office.upTo();
    for (const dueBefore of [undefined, '2027-01-01']) {
      const seen: string[] = [];
      let after: string | undefined;
      for (let n = 0; ; n++) {
        const page = await office.queries.list('clue', { limit: 4, after, dueBefore });
        seen.push(...items(page).map(({ stream }) => stream));
        await office.stored(`clue-new-${String(dueBefore)}-${n}`, events.registered({}, `2026-03-0${1 + (n % 5)}`));
        await office.upTo();
        after = 'next' in page ? page.next : undefined;
        if (after === undefined) break;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(there.filter((stream) => !seen.includes(stream))).toEqual([]);
    }
  });

  it('refuses a page mark that was made by hand, or belongs to another question', async () => {
    office.follow();
    await threeClues();
    await office.upTo();
    const first = await office.queries.list('clue', { limit: 1 });
    const next = 'next' in first ? first.next! : '';
    expect(await streams({ after: next })).toEqual(['clue-2', 'clue-1']);
    const forged = Buffer.concat([Buffer.alloc(16), Buffer.from('["2026-03-03","clue-2"]')]).toString('base64url');
    for (const [asked, after] of [[{}, forged], [{}, ''], [{}, '很'], [{}, `${next}AA`], [{}, next.slice(0, -2)], [{ stage: 'closed' }, next]] as const)
      expect(await office.queries.list('clue', { limit: 1, ...asked, after })).toMatchObject({ refused: { rule: 'bad-cursor', field: 'after' } });
    expect(await office.queries.runningClocks({ limit: 1, after: next })).toMatchObject({ refused: { rule: 'bad-cursor' } });
  });

  it('gives the next page also after the database failed it once', async () => {
    office.follow();
    await threeClues();
    await office.upTo();
    let away = true;
    const pool = Object.assign(Object.create(office.pool) as typeof office.pool, {
      query: async (question: never, values: never) => {
        if (away && String(question).includes('cursor_key')) throw new Error('the database is away');
        return office.pool.query(question, values);
      },
    });
    const queries = createQueries(pool);
    await expect(queries.list('clue', { limit: 1 })).rejects.toThrow('the database is away');
    away = false;
    expect(await queries.list('clue', { limit: 1 })).toMatchObject({ items: [{ stream: 'clue-3' }], next: expect.any(String) as string });
  });

  it('calls a clue out of date where its own rows end early, not where another follower has left it alone', async () => {
    office.follow();
    await threeClues();
    await office.upTo();
    await office.pool.query(`insert into parked (follower, stream, position, cause) values ('conductor', 'clue-1', 1, 'no workflow for it')`);
    expect(items(await office.queries.list('clue', { limit: 10 })).map(({ stale }) => stale)).toEqual([false, false, false]);
    expect(await office.queries.kept('clue-1')).toEqual({ revision: 1 });
  });

  it('finds every filter’s first page by an index', async () => {
    await office.owner.query(`
      insert into matters select 'clue-' || n, 'clue', 'h' || n, 's' || n % 10, 'o' || n % 10, 'q' || n % 6, null, null, '2026-01-' || 10 + n % 20, '2026-02-' || 10 + n % 18, false, 1, n
      from generate_series(1, 20000) n`);
    await office.owner.query('analyze matters');
    const asked: string[] = [];
    const query = office.pool.query.bind(office.pool) as (text: string | { text: string }, values?: unknown[]) => Promise<{ rows: { 'QUERY PLAN': string }[] }>;
    const { createQueries } = await import('./index');
    const explaining = createQueries({ query: async (text: string, values: unknown[]) => {
      if (!text.includes('from matters m')) return query(text, values);
      asked.push((await query(`explain ${text}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n'));
      return { rows: [] };
    } } as never);
    const filters = [{}, { stage: 's1' }, { office: 'o1' }, { source: 'q1' }, { dueBefore: '2026-03-01' }, { stage: 's1', dueBefore: '2026-03-01' }];
    for (const filter of filters) await explaining.list('clue', { limit: 20, ...filter });
    expect(asked).toHaveLength(filters.length);
    for (const plan of asked) {
      expect(plan).toMatch(/Index Scan( Backward)? using matters_(opened|stage|office|source|due)/);
      expect(plan).not.toMatch(/Seq Scan on matters|Sort/);
    }
  });
});

describe('the page, the history and the clocks', () => {
  it('say how far a matter has come, what belongs to it, and its running clocks', async () => {
    office.follow();
    await threeClues();
    await office.stored('clue-1', events.told(), events.noted());
    await office.upTo();
    expect(await office.queries.kept('clue-1')).toEqual({ revision: 3 });
    expect(await office.queries.kept('clue-nowhere')).toBeUndefined();
    expect((await office.queries.linked('history')).map(({ stream }) => stream)).toEqual(['clue-1', 'clue-3']);
    const clocks = items(await office.queries.runningClocks({ limit: 10 }));
    expect(clocks.map(({ stream, key, start, due }) => [stream, key, start, due])).toEqual([
      ['clue-1', 'L8', '2026-03-02', '2026-04-02'],
      ['clue-3', 'L8', '2026-03-03', '2026-04-03'],
      ['clue-3', 'L13', '2026-03-03', '2026-06-03'],
    ]);
    expect(clocks[0]).toMatchObject({ label: { zh: '提出处置意见', en: 'Disposal opinion' }, force: 'partyRule', provisional: false, process: 'clue', stage: 'registered', title: '虚开发票' });
    expect(items(await office.queries.runningClocks({ limit: 10, dueBefore: '2026-04-03' }))).toHaveLength(1);
    expect(await office.queries.waitFor(10_000, 50)).toBe(false);
  });

  it('tell a history from its beginning, whatever its matters are called', async () => {
    office.follow();
    await office.stored('clue-1', events.registered({}, '2026-03-04'));
    await office.stored('clue-2', events.registered({}, '2026-03-02'));
    await office.stored('clue-3', events.registered({}, '2026-03-03'));
    await office.upTo();
    expect((await office.queries.linked('history')).map(({ stream }) => stream)).toEqual(['clue-2', 'clue-3', 'clue-1']);
  });

  it('say when the stream holds an event that could not be read, and list the others as ever', async () => {
    office.follow();
    await office.stored('clue-1', events.registered(), events.unheardOf(), events.assigned('conductOffice'));
    await office.stored('clue-2', events.registered());
    await office.upTo();
    expect(items(await office.queries.list('clue', { limit: 10 })).map(({ stream, revision, stale }) => [stream, revision, stale])).toEqual([['clue-2', 1, false], ['clue-1', 1, true]]);
    expect(await office.queries.kept('clue-1')).toMatchObject({ revision: 1, stale: { from: 2, cause: expect.stringMatching(/不认识 ClueWeighed.+no row of 'clue' reads ClueWeighed \(weighClue\)/) as string } });
  });

  it('park a stream of a process this build does not know, and one whose due date cannot be worked out', async () => {
    const { L8 } = rules.processes.clue.clocks;
    const broken = { ...rules.processes.clue, clocks: { L8: { ...L8!, starts: ({ facts }: { facts: Readonly<Record<string, unknown>> }) => (facts.title === '坏' ? 'no date' : '2026-03-02') } } };
    office.follow(office.models({ ...rules, processes: { clue: broken } }));
    await office.stored('tour-1', { ...events.registered(), process: 'tour' });
    await office.stored('clue-1', events.registered(), events.titled('坏'), events.noted());
    await office.stored('clue-2', events.registered());
    await office.upTo();
    expect((await office.queries.list('clue', { limit: 10 }) as Page<ListItem>).items.map(({ stream, stale }) => [stream, stale])).toContainEqual(['clue-2', false]);
    const { parked } = await dump();
    expect(parked).toMatchObject([{ stream: 'clue-1' }, { stream: 'tour-1', cause: "tour-1 revision 1: this build knows no process 'tour'" }]);
  });
});

describe('rows of a clue whose due date cannot be worked out from some event on', () => {
  it('end before that event, however many came together, and what comes after it waits with it', async () => {
    const { L8 } = rules.processes.clue.clocks;
    const broken = { ...rules.processes.clue, clocks: { L8: { ...L8!, starts: ({ facts }: { facts: Readonly<Record<string, unknown>> }) => (facts.title === '坏' ? 'no date' : '2026-03-02') } } };
    await office.stored('clue-1', events.registered({ title: '好' }), events.noted(), events.titled('坏'), events.noted());
    office.follow(office.models({ ...rules, processes: { clue: broken } }));
    await office.upTo();
    expect(await dump()).toMatchObject({ matters: [{ stream: 'clue-1', title: '好', revision: 2 }], parked: [{ stream: 'clue-1', position: '3' }] });
  });
});

describe('rows built anew', () => {
  it('are the rows that were there, also after somebody edited and deleted some', async () => {
    const live = office.follow();
    await threeClues();
    await office.stored('clue-4', events.registered(), events.unheardOf());
    await office.stored('clue-1', events.told(), events.titled('虚开发票（更正）'), events.duplicate(), events.assigned('conductOffice'));
    await office.upTo();
    const before = await dump();
    await office.owner.query(`update matters set title = 'spoilt', revision = 99 where stream = 'clue-1'; delete from matters where stream = 'clue-2'; delete from running_clocks;
      insert into running_clocks values ('clue-9', 'L8', 'L8', null, '', '', 'local', '2026-01-01', '2026-02-01', false, 0);
      insert into matters values ('clue-9', 'clue', 'h', 'registered', null, null, null, null, '2026-01-01', null, null, 1, 1)`);
    const progress: number[] = [];
    await rebuild({ store: office.store, pool: office.pool, log: silent, onProgress: ({ position }) => progress.push(position), ...office.models() });
    expect(await dump()).toEqual(before);
    expect(progress.at(-1)).toBe(await office.store.head());
    await office.stored('clue-2', events.noted());
    await office.upTo();
    expect((await office.queries.kept('clue-2'))?.revision).toBe(5);
    expect(live.health().failing).toBeUndefined();
  });

  it('leave alone a stream whose rows no build can work out again, and keep the others', async () => {
    const live = office.follow();
    await office.stored('clue-1', events.registered({ title: '坏' }));
    await office.stored('clue-2', events.registered());
    await office.upTo();
    await live.stop();
    const { L8 } = rules.processes.clue.clocks;
    const broken = { ...rules.processes.clue, clocks: { L8: { ...L8!, starts: ({ facts }: { facts: Readonly<Record<string, unknown>> }) => (facts.title === '坏' ? 'no date' : '2026-03-02') } } };
    const { apply } = office.models({ ...rules, processes: { clue: broken } });
    await office.stored('clue-1', events.noted());
    await office.stored('clue-2', events.titled('更正'));
    const client = await office.pool.connect();
    try {
      expect(await apply(client, await office.store.readAll(2, 10))).toMatchObject([{ stream: 'clue-1', position: 1 }]);
    } finally {
      client.release();
    }
    expect((await dump()).matters).toMatchObject([{ stream: 'clue-1', title: '坏' }, { stream: 'clue-2', title: '更正' }]);
  });

  it('are written although the same batch was rolled back before: what was folded then is no row yet', async () => {
    await office.stored('clue-1', events.registered({ title: '虚开发票' }));
    const { apply } = office.models();
    const client = await office.pool.connect();
    try {
      const all = await office.store.readAll(0, 100);
      await client.query('begin');
      await apply(client, all);
      await client.query('rollback');
      expect((await dump()).matters).toEqual([]);
      await apply(client, all);
      expect((await dump()).matters).toMatchObject([{ stream: 'clue-1', revision: 1, title: '虚开发票' }]);
    } finally {
      client.release();
    }
  });

  it('go on from what another process has written meanwhile', async () => {
    await office.stored('clue-1', events.registered(), events.titled('更正一'), events.assigned('conductOffice'));
    const [here, elsewhere] = [office.models(), office.models()];
    const client = await office.pool.connect();
    try {
      const [first, second, third] = (await office.store.readAll(0, 100)).map((event) => [event]);
      expect(await here.apply(client, first!)).toEqual([]);
      expect(await elsewhere.apply(client, second!)).toEqual([]);
      expect(await here.apply(client, third!)).toEqual([]); // three were stored
      expect((await dump()).matters).toMatchObject([{ revision: 3, title: '更正一', stage: 'assigned' }]);
    } finally {
      client.release();
    }
  });

  it('are the same when a batch comes twice, as after a crash', async () => {
    await office.stored('clue-1', events.registered());
    const { apply } = office.models();
    const client = await office.pool.connect();
    try {
      const all = await office.store.readAll(0, 100);
      expect(await apply(client, all)).toEqual([]);
      const once = await dump();
      expect(await apply(client, all)).toEqual([]);
      expect(await dump()).toEqual(once);
    } finally {
      client.release();
    }
  });
});
