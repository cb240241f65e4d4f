import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { follow, inTurnOf, type EventStore, type Follower, type Log } from '@anjuan/follow';
import { Altered, cosigner, firstWitness, formatPolicy, hasSm3Log, keyFile, logFiles, logKey, namesOfLog, newSm2Key, notary, parsePolicy, readIfThere, signedFile, sm3Log, writeDurably, type CrashPoint, type LogPlace } from '@anjuan/proof';
import type { Pool } from 'pg';

export type Notarizing = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly log: Log;
  /** The installation's key for names that shall stay opaque. */
  readonly secret: KeyObject;
  /** Where tiles, checkpoint and policy are published, and the signing key, made when there is none: apart from the data, and from its backups. */
  readonly places: LogPlace & {
    /** Whether a second log is begun, with SM3 and SM2. */
    readonly sm3?: boolean;
    /** Witnesses and quorum, as c2sp.org/tlog-policy has them. */
    readonly witnesses?: string | undefined;
  };
  readonly crash: (point: CrashPoint) => void;
};

const name = 'notary';
/** A checkpoint a second, over a page of the store at most: who writes faster than that is sealed later and not kept waiting. */
const apart = 1_000;
/** Witnesses sign this often even if nothing has come, so that a log that was stopped or frozen shows. */
const idleCosignature = 3_600_000;

/** The log under the name its folder gives it now: `anjuan log begin-anew` gives it the next while we run. */
const openLog = ({ store, secret, places: { witnesses }, crash }: Notarizing, { folder, keyFile: file }: LogPlace, own: KeyObject) => {
  const named = (name: string) => logKey(own, name);
  const first = logKey(own).name;
  const names = () => namesOfLog(folder, first);

  const open = ({ opening, origin, closed }: ReturnType<typeof names>) => {
    const key = named(origin);
    const policy = formatPolicy(key, witnesses, closed.map(named));
    const cosign = cosigner(folder, parsePolicy(policy).witnesses);
    const { seal, ...log } = notary({ folder, key, opening, witness: firstWitness(key, signedFile(file)), secret, store, crash });
    let published = false;
    const publish = async () => {
      if (!published) await writeDurably(join(folder, logFiles.policy), policy);
      published = true;
    };
    return {
      ...log, folder, origin, cosign,
      seal: async (events: Parameters<typeof seal>[0]) => {
        await publish();
        await seal(events);
      },
      catchUp: async (position: number) => {
        await publish();
        await log.catchUp(position);
      },
    };
  };

  let log = open(names());
  return () => {
    const now = names();
    if (now.origin !== log.origin) log = open(now);
    return log;
  };
};
type OpenLog = ReturnType<typeof openLog>;

/** The log, and the second one beside it where there is one: each batch is sealed into both before it is done. */
const openLogs = (notarizing: Notarizing): readonly OpenLog[] => {
  const { places } = notarizing;
  const second = sm3Log(places);
  return [
    openLog(notarizing, places, keyFile(places.keyFile)),
    ...(places.sm3 || hasSm3Log(places) ? [openLog(notarizing, second, keyFile(second.keyFile, newSm2Key))] : []),
  ];
};

/** One after the other: they read and write by themselves, and two at once would only wait for each other. */
const inEach = async (logs: readonly OpenLog[], work: (log: ReturnType<OpenLog>) => Promise<void>): Promise<void> => {
  for (const log of logs) await work(log());
};

/** The store as the notary reads it: never past what its log lacks, and not one that ends before its log does. */
const guarded = ({ store, pool, log: told }: Notarizing, logs: readonly OpenLog[]): EventStore => ({
  ...store,
  readAll: async (after, limit) => {
    // `anjuan log begin-anew` writes into the folder as well.
    await inEach(logs, async (log) => {
      if (!(await log.lacks(after))) return;
      told.info({ origin: log.origin, upTo: after }, 'this log lacks what was sealed before: making it up from the store before anything new is sealed');
      await inTurnOf(pool, name, () => log.catchUp(after));
      told.info({ origin: log.origin, upTo: after }, 'made up');
    });
    const events = await store.readAll(after, limit);
    if (events.length > 0) return events;
    const position = Math.max(...(await Promise.all(logs.map(async (log) => (await log().reached()).position))));
    if (position > after) throw new Altered(`sealed up to position ${position}, but the store holds nothing after ${after}: it was put back to an earlier day. Run \`anjuan verify --database\``);
    return events;
  },
});

/** Has the newest checkpoint of a log cosigned, one request at a time; says when something changed about who does not sign. */
const cosigning = ({ log }: Notarizing, open: OpenLog, leading: () => boolean) => {
  let [signed, at, wrong] = ['', 0, ''];
  let under: Promise<void> | undefined;
  const once = async () => {
    const { folder, origin, cosign } = open();
    const now = String(await readIfThere(join(folder, logFiles.checkpoint)) ?? '');
    if (now === '' || (now === signed && Date.now() - at < idleCosignature)) return;
    const errors = (await cosign()).map(({ message }) => message).join('; ');
    if (errors === '') [signed, at] = [now, Date.now()];
    if (errors !== wrong) log[errors === '' ? 'info' : 'warn']({ origin, witnesses: errors || 'all signed' }, 'witnesses of the log');
    wrong = errors;
  };
  const timer = setInterval(() => {
    if (leading()) under ??= once().catch((error: Error) => log.warn({ cause: error.message }, 'the log could not be cosigned')).finally(() => (under = undefined));
  }, apart);
  return { stop: async () => { clearInterval(timer); await under; } };
};

/** Seals every event into the log and signs it each second when there is something new. */
export const startNotary = (notarizing: Notarizing): Follower => {
  const { pool, log } = notarizing;
  const logs = openLogs(notarizing);
  const follower = follow({
    store: guarded(notarizing, logs), pool, name, log, outside: true, apart,
    apply: async (_, events) => {
      await inTurnOf(pool, name, () => inEach(logs, (log) => log.seal(events)));
      return [];
    },
  });
  const witnesses = logs.map((each) => cosigning(notarizing, each, () => follower.health().leading));
  return { ...follower, stop: async () => { await Promise.all(witnesses.map(({ stop }) => stop())); await follower.stop(); } };
};
