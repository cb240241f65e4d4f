import { bytesOf } from './base64';
import { hashBytes } from './hash';
import { BadNote } from './note';
import type { Head } from './tree';

/** How a log stood: its name, and its tree (c2sp.org/tlog-checkpoint). */
export type Checkpoint = Head & { readonly origin: string };

export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${root.toString('base64')}\n`;

/** A whole number as the formats write it; undefined for `007`, `+7`, and what lies beyond 2^53. */
export const parseSize = (text: string): number | undefined => (/^(?:0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined);

/** From the text of a note. Extension lines are refused: nobody could audit them. */
export const parseCheckpoint = (text: string): Checkpoint => {
  const [origin = '', sizeLine = '', rootLine = '', ...rest] = text.split('\n');
  const size = parseSize(sizeLine);
  const root = bytesOf(rootLine, hashBytes);
  if (origin === '' || size === undefined || root === undefined || rest.length !== 1 || rest[0] !== '')
    throw new BadNote(`a checkpoint is three lines, origin, size and root: found ${JSON.stringify(text.slice(0, 300))}`);
  return { origin, size, root };
};
