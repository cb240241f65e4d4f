import { devTemporal, needs, type DevTemporal } from '@anjuan/test/support';
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { register } from '../../../../workflows/test/rig';
import { eventually } from '../../test/eventually';
import { given, quiet } from './given';
import { sender } from './sender';
import { forgetSent } from './table';

needs('temporal')('the sender, by itself', () => {
  let temporal: DevTemporal;
  let at: Awaited<ReturnType<typeof given>>;
  /** What a conductor that is gone has left: clues whose workflows know how they stand. */
  let streams: readonly string[];

  beforeAll(async () => {
    temporal = await devTemporal();
    at = await given(temporal);
    const conductor = at.conduct();
    streams = await Promise.all(Array.from({ length: 3 }, () => register(at.here, randomUUID(), at.today())));
    expect(await conductor.idle(10_000)).toBe(true);
    await conductor.stop();
  });
  afterAll(async () => {
    await at?.end();
    await temporal?.stop();
  });

  const first = () => streams[0]!; // there are three
  const isTold = async () => {
    const { key, sent_key: sent } = await at.rowOf(first());
    return sent === key;
  };
  const forget = async () => expect(await forgetSent(at.pool, first())).toBe(1);

  /** What it warns of says why where something does not come to be. */
  const sending = async (parts: Partial<Parameters<typeof sender>[0]>, during: (ring: () => void) => Promise<void>) => {
    const said: unknown[] = [];
    const hear = (about: object, text?: string) => said.push({ ...about, text });
    const { ring, stop } = sender({ pool: at.pool, client: at.client, log: { ...quiet, warn: hear, error: hear }, searchAttributes: true, isCrowded: () => false, crash: () => undefined, ...parts });
    try {
      await during(ring);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}; the sender said ${JSON.stringify(said)}`, { cause: error });
    } finally {
      await stop();
    }
  };

  /** The database, of which `before` hears each question first: where it throws, the question is not answered. */
  const asked = (before: (name: string) => Promise<unknown>): Pool =>
    Object.assign(Object.create(at.pool) as Pool, {
      query: async (question: { readonly name: string }) => {
        await before(question.name);
        return at.pool.query(question as never);
      },
    });
  const away = () => Promise.reject(new Error('the database is away'));

  it.each([3, 4, 5])('goes on telling though the database fails it every time number %i it is asked', async (nth) => {
    let [questions, failed] = [0, 0];
    const pool = asked(async () => {
      questions += 1;
      if (questions % nth > 0) return;
      failed += 1;
      await away();
    });
    await sending({ pool }, async (ring) => {
      // Whichever question it is that fails.
      for (let before = 0; before < nth; before++) {
        await forget();
        questions = before;
        ring();
        await eventually(isTold);
      }
    });
    expect(failed).toBeGreaterThan(0);
  });

  it('tells nobody twice because the database could not be told of it', async () => {
    let failed = 0;
    const pool = asked(async (name) => {
      if (name !== 'sent' || failed === 3) return;
      failed += 1;
      await away();
    });
    const told: string[] = [];
    await sending({ pool, told: (stream) => told.push(stream) }, async (ring) => {
      await forget();
      ring();
      await eventually(isTold);
    });
    expect({ failed, told }).toEqual({ failed: 3, told: [first()] });
  });

  it('tells again whoever was to be told again while a word to them was under way', async () => {
    let marked = 0;
    const pool = asked(async (name) => {
      if (name === 'sent' && (marked += 1) === 1) await forget();
    });
    const told: string[] = [];
    await sending({ pool, told: (stream) => told.push(stream) }, async (ring) => {
      await forget();
      ring();
      await eventually(async () => marked > 0 && (await isTold()));
    });
    expect(told).toEqual([first(), first()]);
  });

  it('standing back tells one at a time and rests in between, and leaves nobody out', async () => {
    const told: string[] = [];
    let from = 0;
    await sending({ isCrowded: () => true, told: (stream) => told.push(stream) }, async (ring) => {
      from = performance.now();
      for (const stream of streams) await forgetSent(at.pool, stream);
      ring();
      await eventually(async () => told.length >= 3);
    });
    // Two rests of half a second lie between three, however slow the machine.
    expect(performance.now() - from).toBeGreaterThan(990);
    expect(told.toSorted()).toEqual(streams.toSorted());
  });
});
