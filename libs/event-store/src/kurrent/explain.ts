import type { Answer, Append, Receipt } from '../port';
import { decode, receiptOf } from '../row';
import type { KeptRow } from './records';

/**
 * What an append is answered by what its stream holds, all of it: undefined where nothing is in its way. `opened` is
 * what its command opened: another stream, or this one, not seen here yet.
 */
export const explain = ({ stream, command, body, expected }: Append, attempt: string, held: readonly KeptRow[], opened: Receipt | undefined): Answer | undefined => {
  const own = held.filter((row) => row.command === command);
  const last = own.at(-1);
  if (last?.attempt === attempt) return { kind: 'appended', receipt: receiptOf(last), events: own.map(decode) };
  if (last) return { kind: last.body === body ? 'alreadyAppended' : 'commandReused', receipt: receiptOf(last) };
  if (opened && opened.stream !== stream) return { kind: 'commandReused', receipt: opened };
  return held.length === expected ? undefined : { kind: 'conflict', expected, current: held.length };
};
