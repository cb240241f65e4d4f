import { join } from 'node:path';
import type { KeyObject } from 'node:crypto';
import type { StoredEvent } from '@anjuan/event-store';
import { format, wholeLog } from './bundle-format';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { formatOf, parseEntry, sealEvent } from './entry';
import { readIfThere } from './files';
import { Unusable } from './finding';
import { parseNote } from './note';
import type { Hash } from './hash';
import { Altered, logFiles } from './notary';
import { hashingOf, originNumber } from './origin';
import { inclusionProof } from './prove';
import { tiles, tileWidth } from './tiles';

export type ToBundle = {
  readonly folder: string;
  readonly secret: KeyObject;
  readonly scope: string;
  /** In the order of the store. */
  readonly events: AsyncIterable<StoredEvent> | Iterable<StoredEvent>;
  readonly write: (text: string | Buffer) => Promise<void>;
};

const part = (name: string, text: string) => `${name} ${Buffer.byteLength(text)}\n${text}\n`;

/** The cosigned checkpoint if it covers the events; the signed one else, and all of it for the whole log. */
const checkpointFor = async (folder: string, needed: number): Promise<{ text: string; checkpoint: Checkpoint }> => {
  for (const name of [logFiles.cosigned, logFiles.checkpoint]) {
    const text = (await readIfThere(join(folder, name)))?.toString();
    if (text === undefined) continue;
    const checkpoint = parseCheckpoint(parseNote(text).text);
    if (checkpoint.size >= needed) return { text, checkpoint };
  }
  throw new Unusable(`the log does not reach leaf ${needed} yet: the notary seals each second; is it running?`);
};

/** Writes the bundle; answers how many events are in it. Refuses events that are not as they were sealed. */
export const writeBundle = async ({ folder, secret, scope, events, write }: ToBundle, last: number): Promise<number> => {
  const known = parseCheckpoint(parseNote(String((await readIfThere(join(folder, logFiles.checkpoint))) ?? '')).text);
  const hashing = hashingOf(known.origin);
  const log = tiles(folder, hashing);
  const needed = scope === wholeLog ? 0 : ((await log.indexOf(last, known.size)) ?? known.size) + 1;
  const { text, checkpoint } = await checkpointFor(folder, needed);
  const { size } = checkpoint;
  const policy = (await readIfThere(join(folder, logFiles.policy)))?.toString();
  if (policy === undefined) throw new Unusable(`${folder} holds no ${logFiles.policy}`);
  await write(`${format}\nscope ${scope}\n${part('policy', policy)}${part('checkpoint', text)}`);
  const subtrees = log.subtrees(size);
  const proofOf = async (index: number) => (scope === wholeLog ? [] : inclusionProof(subtrees, index, size));
  const lines = (proof: readonly Hash[]) => proof.map((one) => `${one.toString('base64')}\n`).join('');
  if (originNumber(checkpoint.origin) > 1) {
    const [opening] = await log.entries(0, size);
    const proof = await proofOf(0);
    await write(`opening ${opening!.length} ${proof.length}\n${opening!.toString('latin1')}\n${lines(proof)}`); // a log begun anew begins with it
  }
  const end = await log.lastPosition(size);
  let [count, n, entries]: [number, number, readonly Buffer[]] = [0, -1, []];
  for await (const event of events) {
    const index = await log.indexOf(event.position, size);
    if (index === undefined) {
      if (scope === wholeLog && event.position > end) break;
      throw new Altered(`position ${event.position} was never sealed`);
    }
    if (n !== Math.floor(index / tileWidth)) [n, entries] = [Math.floor(index / tileWidth), await log.entries(Math.floor(index / tileWidth), size)];
    const entry = entries[index % tileWidth]!; // as many as the tree has there
    const { entry: now, body } = sealEvent(event, Buffer.from(parseEntry(entry)?.prev ?? '', 'base64'), secret, hashing, formatOf(entry));
    if (!now.equals(entry)) throw new Altered(`position ${event.position}: ${event.stream} revision ${event.revision} is not as it was sealed. Run \`anjuan verify --database\``);
    const proof = await proofOf(index);
    await write(`event ${index} ${entry.length} ${Buffer.byteLength(body)} ${proof.length}\n${entry.toString('latin1')}${body}\n${lines(proof)}`);
    count += 1;
  }
  await write(`end ${count}\n`);
  return count;
};
