import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Log } from '@anjuan/follow';
import type { Pool } from 'pg';
import type { CrashPoint } from './port';
import { causeOf, isOwnFault, send } from './send';
import { claim, markSent, type Pending } from './table';

const page = 200;
/** Told at the same time. Temporal works at each for longer than the telling takes: of more a rush finds more begun, and hardly more are started in a second. */
const atOnce = 6;
/** Where the machine has nothing to spare: so few, the most urgent, and then a rest in milliseconds. Whoever moves on meanwhile is told once. */
const modest = { page: 1, rest: 500 };
const poll = 1_000;
const backoff = { first: 200, longest: 10_000 };
const doubled = (delay: number | undefined) => Math.min(2 * (delay ?? backoff.first / 2), backoff.longest);

type Sending = { readonly pool: Pool; readonly client: Client; readonly log: Log; readonly searchAttributes: boolean; readonly told?: ((stream: string) => void) | undefined; readonly isCrowded: () => boolean; readonly crash: (point: CrashPoint) => void };

/** Drains what is pending, for as long as it takes: while Temporal is away the rows wait where they are. */
export const sender = ({ pool, client, log, searchAttributes, told: onTold, isCrowded, crash }: Sending) => {
  let stopped = false;
  let rung = false;
  let wake = () => {};
  /** Failing whoever is told: then one goes ahead alone until it gets through. */
  let away: number | undefined;
  /** Streams whose own word Temporal would not take, and until when they stand aside for the others. */
  const aside = new Map<string, { readonly until: number; readonly delay: number }>();
  /** Who was told and is not yet marked: where marking fails it comes first the next time, so that nobody is told twice for it. */
  const told: Pending[] = [];

  const failed = (stream: string, error: unknown) => {
    const cause = causeOf(error);
    if (isOwnFault(error)) {
      const delay = doubled(aside.get(stream)?.delay);
      aside.set(stream, { until: Date.now() + delay, delay });
      log.error({ stream, cause, againInMs: delay }, 'workflow could not be told; it stays pending and the others go on');
      return;
    }
    if (away === undefined) log.warn({ cause }, 'Temporal does not answer; what is pending waits');
    away = doubled(away);
  };

  const tell = async (pending: Pending): Promise<Pending | undefined> => {
    const { stream } = pending.situation;
    const before = away;
    try {
      crash('conductor.beforeSignal');
      await send(client, pending, searchAttributes);
      crash('conductor.afterSignal');
    } catch (error) {
      if (before === away) failed(stream, error); // those under way when it went away say the same once
      return undefined;
    }
    aside.delete(stream);
    onTold?.(stream);
    if (away !== undefined) log.info({}, 'Temporal answers again');
    away = undefined;
    return pending;
  };

  /** Tells whoever waits, many at once, the next as soon as one is told. Whether it is worth going on at once. */
  const drain = async (): Promise<boolean> => {
    const alone = away !== undefined;
    /** Claimed, and not yet marked as sent. */
    const under = new Set<string>();
    let due: Pending[] = [];
    let begun = 0;
    let last = false;
    let claiming: Promise<void> | undefined;
    let broken: { readonly by: unknown } | undefined;

    const mark = async () => {
      const all = [...told];
      if (all.length > 0) await markSent(pool, all);
      told.splice(0, all.length);
      for (const { situation } of all) under.delete(situation.stream);
    };
    const claimMore = async () => {
      await mark();
      const standing = [...aside].flatMap(([stream, { until }]) => (until > Date.now() ? [stream] : []));
      const crowded = isCrowded();
      due = [...await claim(pool, alone ? 1 : crowded ? modest.page : page, [...standing, ...under])];
      for (const { situation } of due) under.add(situation.stream);
      last = due.length === 0 || alone || crowded;
    };
    /** Those who are telling finish, and nobody begins anew beside them. */
    const breakOff = (by: unknown) => {
      broken ??= { by };
    };
    const mayGoOn = () => !stopped && !broken && (away === undefined || alone) && (begun < modest.page || !isCrowded());
    const go = async () => {
      while (mayGoOn()) {
        const pending = due.shift();
        if (pending) {
          begun += 1;
          const one = await tell(pending);
          if (one) told.push(one);
          else under.delete(pending.situation.stream);
        } else if (last) return;
        else await (claiming ??= claimMore().finally(() => (claiming = undefined)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, () => go().catch(breakOff)));
    await mark();
    if (broken) throw broken.by;
    if (begun > 0 && isCrowded()) await pause(modest.rest);
    return begun > 0 && away === undefined;
  };

  const wait = async (ms: number) => {
    if (!rung || away !== undefined)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    rung = false;
  };

  const run = async () => {
    while (!stopped) {
      const more = await drain().catch((error: unknown) => {
        log.warn({ cause: causeOf(error) }, 'conductor cannot read what is pending; it tries again');
        return false;
      });
      if (!more && !stopped) await wait(away ?? poll);
    }
  };

  const running = run();
  const ring = () => {
    rung = true;
    if (away === undefined || stopped) wake(); // news does not bring Temporal back sooner
  };
  return {
    ring,
    stop: async () => {
      stopped = true;
      ring();
      await running;
    },
  };
};
