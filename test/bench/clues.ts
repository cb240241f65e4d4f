import type { Receipt } from '@anjuan/event-store';
import type { Bench } from './bench';
import { atTheStart, isThrough, overHttp, walk, type Walker } from './clue-way';
import { keepAlive, type Connection } from './http-client';

/** So many connections share the work until none is left. */
export const shared = async <T, R>(url: string, connections: number, items: readonly T[], work: (connection: Connection, item: T, i: number) => Promise<R>): Promise<readonly R[]> => {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = keepAlive(url);
      try {
        while (next < items.length) {
          const i = next++;
          results[i] = await work(connection, items[i]!, i); // i < length
        }
      } finally {
        connection.close();
      }
    }),
  );
  return results;
};

type Walked = Walker & { readonly stream: string };

export const registered = ({ apiUrl, acknowledged }: Bench, n: number): Promise<readonly { readonly walker: Walked; readonly receipt: Receipt }[]> =>
  shared(apiUrl, 10, Array.from({ length: n }), async (connection, _, i) => {
    const one = await walk(overHttp(connection), atTheStart(i % 2 === 0));
    acknowledged.add(one.receipt);
    return one;
  });

/** Takes each clue to the end of its way. */
export const closed = ({ apiUrl, acknowledged }: Bench, walkers: readonly Walked[]): Promise<readonly Walked[]> =>
  shared(apiUrl, 4, walkers, async (connection, begun) => {
    let walker = begun;
    while (!isThrough(walker)) {
      const step = await walk(overHttp(connection), walker);
      acknowledged.add(step.receipt);
      walker = step.walker;
    }
    return walker;
  });
