import { findTemporal, freePort, startTemporal } from '@anjuan/local';
import { needs } from '@anjuan/test/support';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { office, register, workerFor } from '../test/rig';
import { situationChanged, situationQuery, taskQueue } from './contract';

const now = () => new Date().toISOString();

const causeOf = (error: Error) => ({ kind: `${error.message}: ${String(error.cause)}` });

needs('temporal')('a history that has grown long', () => {
  it('goes on in a new run, with the same instant, all signals heard and the Update under way answered', async () => {
    // In memory: it takes four thousand events to make a history long.
    const folder = mkdtempSync(join(tmpdir(), 'anjuan-long-'));
    const temporal = await startTemporal({ program: findTemporal()!, port: await freePort(), uiPort: await freePort(), log: join(folder, 'temporal.log'), run: folder });
    const [connection, native] = [await Connection.connect({ address: temporal.address }), await NativeConnection.connect({ address: temporal.address })];
    try {
      const client = new Client({ connection });
      const here = office({ clock: { now } });
      const worker = await workerFor(native, here.activities);
      await worker.runUntil(async () => {
        const stream = await register(here, randomUUID(), here.handle.count.dateOf(now()));
        const situation = await here.situation(stream);
        const { firstExecutionRunId } = await client.workflow.start('clue', { workflowId: stream, taskQueue, args: [situation] });
        const run = client.workflow.getHandle(stream);
        const flood = async (n: number) => {
          for (let sent = 0; sent < n; sent += 100) await Promise.all(Array.from({ length: 100 }, () => run.signal(situationChanged, { ...situation, position: 0, stage: 'shelved' })));
        };
        // Until it is accepted an Update lives in the server's memory only, and falls with the workflow task that new signals
        // overtake. Whoever sent it sends it again under the same id, and the store takes it once.
        const note = async (i: number, updateId = randomUUID(), left = 20): Promise<unknown> =>
          run.executeUpdate('addNote', { updateId, args: [{ asked: { text: `第${i}次联系` }, actor: { person: '李登', office: 'petitionOffice', post: 'handler' } }] }).catch((error: Error) => {
            if (left === 0 || !String(error.cause).includes('unexpected workflow task failure')) throw error;
            return note(i, updateId, left - 1);
          });
        const updates: Promise<unknown>[] = [];
        for (let i = 0; i < 42; i++) {
          const update = note(i).catch(causeOf);
          updates.push(update);
          await flood(100);
          if (i < 38) await update; // the server takes ten at once; the last ones race the new run
        }
        for (let tries = 0; (await run.describe()).runId === firstExecutionRunId; tries++) {
          if (tries > 300) throw new Error('it never continued as new');
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        for (const answer of await Promise.all(updates)) expect(answer).toMatchObject({ kind: 'done' });
        expect((await here.store.read(stream)).events).toHaveLength(1 + updates.length);
        expect(await run.query(situationQuery)).toMatchObject({ stage: 'registered', next: situation.next, position: (await here.situation(stream)).position });
        // The timer of the new run ends at the very instant of the old one.
        const armed = async () => (await run.fetchHistory()).events?.findLast(({ timerStartedEventAttributes: timer }) => timer != null);
        let timer = await armed();
        for (let tries = 0; !timer && tries < 100; tries++) timer = await armed();
        const seconds = (time: { seconds?: unknown; nanos?: number | null } | null | undefined) => Number(time?.seconds ?? 0) + Number(time?.nanos ?? 0) / 1e9;
        const ends = seconds(timer?.eventTime) + seconds(timer?.timerStartedEventAttributes?.startToFireTimeout);
        expect(Math.abs(ends - Date.parse(situation.next!.at) / 1000)).toBeLessThan(5);
        await run.terminate();
      });
    } finally {
      await native.close();
      await connection.close();
      await temporal.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
