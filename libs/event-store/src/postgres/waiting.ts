import type { Admitted } from '../admit';
import { StoreBusy } from '../errors';
import type { Answer, Append } from '../port';

export type Waiting = Admitted & {
  readonly item: Append;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

const held = { items: 10_000, bytes: 256_000_000 };
const flight = { events: 2_000, bytes: 16_000_000 };

/** Appends that wait for the next flight, in line by stream: a flight takes at most one of each stream. */
export const waitingRoom = () => {
  const lines = new Map<string, Waiting[]>();
  let items = 0;
  let bytes = 0;

  return {
    enter: (waiting: Waiting): void => {
      if (items >= held.items || bytes + waiting.bytes > held.bytes)
        throw new StoreBusy(`${items} appends of ${bytes} bytes are waiting, the limit is ${held.items} of ${held.bytes}`);
      const line = lines.get(waiting.item.stream);
      if (line) line.push(waiting);
      else lines.set(waiting.item.stream, [waiting]);
      items += 1;
      bytes += waiting.bytes;
    },
    /** At most `seats`, of streams that are not aloft already. One with more in line goes behind the others, so that a busy one starves nobody. */
    board: (seats: number, aloft: ReadonlySet<string>): Waiting[] => {
      const boarding: Waiting[] = [];
      const left = { ...flight };
      for (const [stream, line] of [...lines]) {
        if (boarding.length === seats) break;
        if (aloft.has(stream)) continue;
        const first = line[0]!; // empty lines are taken away below
        if (boarding.length > 0 && (first.rows.length > left.events || first.bytes > left.bytes)) break;
        boarding.push(first);
        line.shift();
        lines.delete(stream);
        if (line.length > 0) lines.set(stream, line);
        left.events -= first.rows.length;
        left.bytes -= first.bytes;
        items -= 1;
        bytes -= first.bytes;
      }
      return boarding;
    },
    count: () => items,
  };
};
