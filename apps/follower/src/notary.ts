import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { KeyObject } from 'node:crypto';
import { follow, type EventStore, type Follower, type Log } from '@anjuan/follow';
import { Altered, cosigner, firstWitness, formatPolicy, keyFile, kinds, logFiles, nameOf, namesOfLog, notary, parsePolicy, readIfThere, signedFile, signingKey, writeDurably, type CrashPoint, type Notary } from '@anjuan/proof';
import type { Pool } from 'pg';

export type Notarizing = {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly log: Log;
  /** The installation's key for names that shall stay opaque. */
  readonly secret: KeyObject;
  readonly places: {
    /** Where tiles, checkpoint and policy are published. */
    readonly folder: string;
    /** The signing key, made when there is none; what it signed last is kept beside it. Apart from the data, and from its backups. */
    readonly keyFile: string;
    /** Witnesses and quorum, as c2sp.org/tlog-policy has them. */
    readonly witnesses?: string | undefined;
  };
  readonly crash: (point: CrashPoint) => void;
};

const name = 'notary';
/** A checkpoint a second: what is sealed at once costs one flush, however much it is. */
const pace = 1_000;
/** More than that waiting is sealed at once, so that those who share the process wait some milliseconds for it and no more. */
const batch = 2_000;
/** Witnesses sign this often even if nothing has come, so that a log that was stopped or frozen shows. */
const idleCosignature = 3_600_000;

/** The store as the notary reads it: a page a second, never past what its log lacks, and not one that ends before its log does. */
const paced = (store: EventStore, log: Notary): EventStore => {
  let next = 0;
  return {
    ...store,
    readAll: async (after, limit) => {
      await log.catchUp(after);
      await pause(Math.max(0, next - Date.now()));
      const events = await store.readAll(after, limit);
      if (events.length < limit) next = Date.now() + pace;
      if (events.length > 0) return events;
      const { position } = await log.reached();
      if (position > after) throw new Altered(`sealed up to position ${position}, but the store holds nothing after ${after}: it was put back to an earlier day. Run \`anjuan verify --database\``);
      return events;
    },
  };
};

/** Has the newest checkpoint cosigned, one request at a time; says when something changed about who does not sign. */
const cosigning = (folder: string, policy: string, leading: () => boolean, log: Log) => {
  const cosign = cosigner(folder, parsePolicy(policy).witnesses);
  let [signed, at, wrong] = ['', 0, ''];
  let under: Promise<void> | undefined;
  const once = async () => {
    const now = String(await readIfThere(join(folder, logFiles.checkpoint)) ?? '');
    if (now === '' || (now === signed && Date.now() - at < idleCosignature)) return;
    const errors = (await cosign()).map(({ message }) => message).join('; ');
    if (errors === '') [signed, at] = [now, Date.now()];
    if (errors !== wrong) log[errors === '' ? 'info' : 'warn']({ witnesses: errors || 'all signed' }, 'witnesses of the log');
    wrong = errors;
  };
  const timer = setInterval(() => {
    if (leading()) under ??= once().catch((error: Error) => log.warn({ cause: error.message }, 'the log could not be cosigned')).finally(() => (under = undefined));
  }, pace);
  return { stop: async () => { clearInterval(timer); await under; } };
};

/** Seals every event into the log and signs it each second when there is something new. */
export const startNotary = ({ store, pool, log, secret, places, crash }: Notarizing): Follower => {
  const { folder } = places;
  const own = keyFile(places.keyFile);
  const { opening, origin, closed } = namesOfLog(folder, nameOf('log', own));
  const named = (name: string) => signingKey(name, kinds.note, own);
  const key = named(origin);
  const sealed = notary({ folder, key, opening, witness: firstWitness(key, signedFile(places.keyFile)), secret, store, crash });
  const policy = formatPolicy(key, places.witnesses, closed.map(named));
  parsePolicy(policy);
  let published = false;
  const follower = follow({
    store: paced(store, sealed), pool, name, log, batch,
    apply: async (_, events) => {
      if (!published) await writeDurably(join(folder, logFiles.policy), policy);
      published = true;
      await sealed.seal(events);
      return [];
    },
  });
  const witnesses = cosigning(folder, policy, () => follower.health().leading, log);
  return { ...follower, stop: async () => { await witnesses.stop(); await follower.stop(); } };
};
