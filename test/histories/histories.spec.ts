import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { processes, type ProcessName } from '@anjuan/domain';
import type { Lifecycle } from '@anjuan/lifecycle';
import { situationChanged, situationQuery, taskQueue } from '@anjuan/workflows/contract';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { department, assess, assign, office, register, take, workerFor, workflowBundle } from '../../workflows/test/rig';
import { needs, timeSkippingServer } from '../support';
import { asJson, fromJson, workflowIdOf, type History } from './history-json';
import { lives } from './record';

const folder = __dirname;
const recorded = readdirSync(folder).filter((file) => file.endsWith('.json'));

const read = (file: string): History => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const replay = async (history: History) => Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, fromJson(history), workflowIdOf(history));

/** A situation without its next instant; anything else as it is. */
const withoutLimit = (base64: string): string => {
  const { next: _, ...rest } = JSON.parse(Buffer.from(base64, 'base64').toString());
  return Buffer.from(JSON.stringify(rest)).toString('base64');
};

describe('a history of an earlier build', () => {
  it('is there for every life worth replaying', () => {
    expect(recorded.sort()).toEqual(Object.keys(lives).map((name) => `${name}.json`).sort());
  });

  it.each(recorded)('%s replays on this one', async (file) => {
    await replay(read(file));
  });

  // The test itself must be able to fail.
  it.each<[string, (history: History) => History]>([
    ['it was told of no limit', (history) => JSON.parse(JSON.stringify(history, (key, value) => (key === 'data' && typeof value === 'string' && Buffer.from(value, 'base64').toString().startsWith('{') ? withoutLimit(value) : value)))],
    ['another activity was asked', ({ events }) => JSON.parse(JSON.stringify({ events }).replaceAll('"name":"performReaction"', '"name":"somethingElse"'))],
  ])('does not replay when %s', async (_, broken) => {
    await expect(replay(broken(read('clue-filed.json')))).rejects.toThrow(DeterminismViolationError);
  });

  it('holds no fact, no name and no word of a matter', () => {
    for (const file of recorded) {
      const text = JSON.stringify(read(file), (key, value) => (key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value));
      for (const fact of ['反映挪用资金', '工程款', '举报人甲', '13900000000', 'P-001', '某单位', '立〔2026〕']) expect({ file, fact, found: text.includes(fact) }).toEqual({ file, fact, found: false });
    }
  });
});

/** The tables as somebody might leave them tomorrow: another label, a guard more, a shorter limit. */
const edited = ({ rows, clocks, ...rest }: Lifecycle): Lifecycle => ({
  ...rest,
  rows: {
    ...rows,
    startAssessment: {
      ...rows['startAssessment']!, // a row of the clue's table, and rows are never deleted
      label: { zh: '启动研判', en: 'Begin the assessment' },
      refuses: () => ({ rule: 'new-guard', message: { zh: '新增条件不满足', en: 'the new guard says no' } }),
    },
  },
  clocks: { ...clocks, L8: { ...clocks['L8']!, budget: { unit: 'workingDays', n: 12 } } },
});

needs('timeSkipping')('an edit of a guard, a label and a deadline', () => {
  it('reaches a workflow that was open before it, and breaks nothing of its history', async () => {
    const env = await timeSkippingServer();
    try {
      const clock = { now: async () => new Date(await env.currentTimeMs()).toISOString() };
      const before = office({ clock });
      const stream = await register(before, randomUUID(), before.handle.count.dateOf(await clock.now()), { named: false, informantName: undefined, informantContact: undefined });
      const handle = env.client.workflow.getHandle(stream);
      // Nothing is kept for it after it is gone: this server would wait for it.
      const first = await workerFor(env.nativeConnection, before.activities, { maxCachedWorkflows: 0 });
      await first.runUntil(async () => {
        await env.client.workflow.start('clue', { workflowId: stream, taskQueue, args: [await before.situation(stream)] });
        await take(before, stream, assign);
        await handle.signal(situationChanged, await before.situation(stream));
        await env.sleep('2 days');
        expect((await handle.query(situationQuery))?.stage).toBe('assigned');
      });
      const after = office({ clock, store: before.store, processes: { ...processes, clue: edited(processes.clue) } satisfies Record<ProcessName, Lifecycle> });
      expect((await after.situation(stream)).next?.due).not.toBe((await before.situation(stream)).next?.due);
      // A worker that has never seen the workflow begins by replaying all of it.
      const second = await workerFor(env.nativeConnection, after.activities);
      await second.runUntil(async () => {
        await handle.signal(situationChanged, await after.situation(stream));
        expect((await handle.query(situationQuery))?.next?.due).toBe((await after.situation(stream)).next?.due);
        expect(await handle.executeUpdate('startAssessment', { args: [{ asked: assess.asked, actor: department }] })).toMatchObject({ kind: 'refused', refusal: { rule: 'new-guard' } });
        await env.sleep('20 days');
      });
      expect((await after.store.read(stream)).events.filter(({ type }) => type === 'ClockNoticed').length).toBeGreaterThan(1);
      const history = await handle.fetchHistory();
      expect(history.events?.some(({ workflowTaskFailedEventAttributes: failed }) => failed != null)).toBe(false);
      await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, stream);
    } finally {
      await env.teardown();
    }
  });

  it('is no part of what is replayed: the bundle knows no table', async () => {
    const { code } = await workflowBundle();
    for (const word of ['distributionSheet', 'lateEntryWorkingDays', 'IR 209']) expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  });
});

// RECORD=1 npx jest test/histories: takes the histories anew, when the shape of the workflow itself has changed on purpose.
if (process.env['RECORD']) needs('timeSkipping')('recording', () => {
  it.each(Object.entries(lives))('%s', async (name, live) => {
    const env = await timeSkippingServer();
    try {
      const { workflowId } = await live(env);
      const history = await env.client.workflow.getHandle(workflowId).fetchHistory();
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(asJson(history), null, 1)}\n`);
    } finally {
      await env.teardown();
    }
  });
});
