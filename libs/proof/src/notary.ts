import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, StoredEvent } from '@anjuan/event-store';
import { formatCheckpoint, parseCheckpoint } from './checkpoint';
import { fields, formatOf, noLeaf, parseEntry, sealEvent, type Sealed } from './entry';
import { readIfThere, writeDurably } from './files';
import { Inconsistent, type FirstWitness } from './first-witness';
import type { Hash } from './hash';
import { formatNote, parseNote, verifiedSignatures, type VerifierKey } from './note';
import { hashingOf } from './origin';
import { consistencyProof, rootOf } from './prove';
import { tiles, tileWidth, type Leaf } from './tiles';

/** Names of the log's files in its folder, beside its tiles. `seen` is there when somebody saw a longer log than was restored: the newest of it. */
export const logFiles = { checkpoint: 'checkpoint', cosigned: 'checkpoint.cosigned', policy: 'policy.txt', seen: 'checkpoint.seen' } as const;

/** What the store holds is not what was sealed. Nothing is signed until somebody has looked. */
export class Altered extends Error {
  override readonly name = 'Altered';
}

export type CrashPoint = 'notary.afterTiles' | 'notary.afterWitness' | 'notary.afterCheckpoint';

export type Sealing = {
  readonly folder: string;
  /** The log's own key; its name is the log's origin. */
  readonly key: VerifierKey;
  /** The first leaf of a log that was begun anew. */
  readonly opening?: Buffer | undefined;
  readonly witness: FirstWitness;
  /** Key for names that shall stay opaque: of the installation, not of the log. */
  readonly secret: KeyObject;
  readonly store: Pick<EventStore, 'read' | 'readAll'>;
  readonly crash?: (point: CrashPoint) => void;
};

/** How far the log has come: so many leaves, the last for the event at that position of the store. */
type Reached = { readonly size: number; readonly position: number };

const remembered = 100_000;
const page = 10_000;
/**
 * After so many events it rests for so many milliseconds, about as long as it worked: nobody waits for it as they do for a
 * list, and whoever else needs the core gets it without waiting for a whole page.
 */
const [breath, rest] = [200, 2];

/**
 * Numbers leaves in the order of the store, writes them into tiles and signs the tree. It keeps nothing in memory that
 * matters: each time it begins at the signed checkpoint on disk, whichever process wrote it. Leaves are on disk before the
 * signer hears of them, and the signer has written down what it signs before anybody sees it; whatever was cut off
 * in between comes again from the store, byte for byte the same.
 */
export const notary = ({ folder, key, opening, witness, secret, store, crash = () => undefined }: Sealing) => {
  const hashing = hashingOf(key.name);
  const log = tiles(folder, hashing);
  /** Last leaf of streams seen lately, the oldest first. */
  const ends = new Map<string, { readonly version: number; readonly leaf: Hash }>();

  const reached = async (): Promise<Reached> => {
    const last = await witness.last();
    if (last && last.origin !== key.name) throw new Inconsistent(`this key signs for ${last.origin} now, not for ${key.name}: the log is being begun anew. If \`anjuan log begin-anew\` was cut short, run it again`);
    const text = await readIfThere(join(folder, logFiles.checkpoint));
    if (!text) return { size: 0, position: 0 };
    const note = parseNote(text.toString());
    const { origin, size, root } = parseCheckpoint(note.text);
    if (origin !== key.name || verifiedSignatures(note, [key]).length === 0) throw new Inconsistent(`${folder}: the checkpoint is of ${origin}, and not signed by ${key.name} (${key.id})`);
    if (!(await rootOf(log.subtrees(size), size)).equals(root)) throw new Altered(`${folder}: the tiles do not lead to the root of the checkpoint at ${size}. Put the folder back, or move it away: it is built anew from the store`);
    return { size, position: await log.lastPosition(size) };
  };

  /** From the log itself and not from what the store says now: the chain hangs together as it was sealed. */
  const sealedBefore = async ({ stream, revision }: StoredEvent, size: number): Promise<Hash> => {
    const { events } = await store.read(stream, revision - 2);
    const before = events[0];
    const index = before?.revision === revision - 1 ? await log.indexOf(before.position, size) : undefined;
    if (index === undefined) throw new Altered(`${stream}: revision ${revision} came, but revision ${revision - 1} was never sealed`);
    const entry = (await log.entries(Math.floor(index / tileWidth), size))[index % tileWidth]!; // as many as the tree has there
    const found = parseEntry(entry);
    if (found?.stream !== stream || found.version !== String(revision - 1)) throw new Altered(`${stream}: revision ${revision - 1} stands at position ${before?.position}, where ${found?.stream} ${found?.version} was sealed`);
    return hashing.leaf(entry);
  };

  const prevOf = async (event: StoredEvent, size: number): Promise<Hash> => {
    if (event.revision === 1) return noLeaf;
    const end = ends.get(event.stream);
    return end?.version === event.revision - 1 ? end.leaf : sealedBefore(event, size);
  };

  const remember = ({ stream, revision: version }: StoredEvent, { leaf }: Sealed) => {
    ends.delete(stream);
    ends.set(stream, { version, leaf });
    if (ends.size > remembered) ends.delete(ends.keys().next().value!); // not empty
  };

  const leavesOf = async (events: readonly StoredEvent[], size: number): Promise<readonly Leaf[]> => {
    const leaves: Leaf[] = opening && size === 0 ? [{ entry: opening, leaf: hashing.leaf(opening), position: 0 }] : [];
    const old = (await witness.oldEntries()) + (opening ? 1 : 0);
    for (const [i, event] of events.entries()) {
      if (i % breath === breath - 1) await pause(rest);
      const sealed = sealEvent(event, await prevOf(event, size), secret, hashing, size + leaves.length < old ? 'clue-event/v1' : 'clue-event/v2');
      remember(event, sealed);
      leaves.push({ ...sealed, position: event.position });
    }
    return leaves;
  };

  /** Events that come again must be what they were. */
  const compare = async (events: readonly StoredEvent[], size: number) => {
    for (const event of events) {
      const index = await log.indexOf(event.position, size);
      const bytes = index === undefined ? undefined : (await log.entries(Math.floor(index / tileWidth), size))[index % tileWidth]!; // as many as the tree has there
      const entry = bytes && parseEntry(bytes);
      const now = entry && parseEntry(sealEvent(event, Buffer.from(entry.prev, 'base64'), secret, hashing, formatOf(bytes)).entry);
      const other = fields.filter((field) => entry?.[field] !== now?.[field]);
      if (!entry || other.length > 0) throw new Altered(`position ${event.position}: ${event.stream} ${event.revision} is not what was sealed there (${other.join(', ') || 'nothing was'}). Was the store put back to an earlier day? Run \`anjuan verify --database\``);
    }
  };

  const publish = async ({ size }: Reached) => {
    const before = await witness.last();
    if (before && before.size > size) throw new Inconsistent(`${before.size} leaves were signed, and now there are only ${size}: the store was put back to an earlier day. Nothing is signed any more; when the cause is known, begin the log anew with \`anjuan log begin-anew\``);
    const subtrees = log.subtrees(size);
    const next = { origin: key.name, size, root: await rootOf(subtrees, size) };
    const signature = await witness.sign(next, before ? await consistencyProof(subtrees, before.size, size) : []);
    crash('notary.afterWitness');
    await writeDurably(join(folder, logFiles.checkpoint), formatNote({ text: formatCheckpoint(next), signatures: [signature] }));
    crash('notary.afterCheckpoint');
  };

  const extend = async (from: Reached, events: readonly StoredEvent[]): Promise<Reached> => {
    const leaves = await leavesOf(events, from.size);
    await log.extend(from.size, leaves);
    crash('notary.afterTiles');
    return { size: from.size + leaves.length, position: events.at(-1)?.position ?? from.position };
  };

  /** Whether the log must be made up before what comes behind `position` can follow: its folder was lost or put back, or it has just been begun anew. */
  const lacks = async (position: number): Promise<boolean> => {
    const now = await reached();
    return now.position < position || (opening !== undefined && now.size === 0);
  };

  return {
    reached,
    lacks,
    /** Seals what is new of the events, and looks again at what is not. They come in order, from no later than the log's end on. */
    seal: async (events: readonly StoredEvent[]): Promise<void> => {
      const from = await reached();
      await compare(events.filter(({ position }) => position <= from.position), from.size);
      const added = events.filter(({ position }) => position > from.position);
      if (added.length > 0) await publish(await extend(from, added));
    },
    /** Makes up from the store what the log lacks up to `position`. */
    catchUp: async (position: number): Promise<void> => {
      if (!(await lacks(position))) return;
      let now = await reached();
      if (position === 0) now = await extend(now, []);
      while (now.position < position) {
        const events = (await store.readAll(now.position, page)).filter((event) => event.position <= position);
        if (events.length === 0) throw new Altered(`events up to position ${position} were followed, but after ${now.position} there are none`);
        now = await extend(now, events);
      }
      await publish(now);
    },
  };
};

export type Notary = ReturnType<typeof notary>;
