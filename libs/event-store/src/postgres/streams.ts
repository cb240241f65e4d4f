import type { Pool } from 'pg';
import type { StreamOrder } from '../port';
import { decode, type PlacedRow } from '../row';
import type { Found } from './archived';
import { askTwice } from './ask';
import { columns } from './reads';

/** As much as is asked for at once: see `readPage`. */
const portion = 500;

const end = { name: 'streams end', text: 'select stream from events where stream > $1 and revision = 1 order by stream offset $2 limit 1' };
const within = (last: string) => `select ${columns}, archived from events where (stream, revision) > ($1, $2) and position <= $3 ${last} order by stream, revision limit ${portion}`;
const upTo = { name: 'streams up to', text: within('and stream <= $4') };
const toTheEnd = { name: 'streams to the end', text: within('') };

/** By the index that guards the revisions. No event that stood by then is missed, though every page looks by itself: none is ever put between. */
export const streamOrder = (pool: Pool, whole: (rows: readonly Found[]) => Promise<readonly PlacedRow[]>): StreamOrder => ({
  end: async (after, count) => (await askTwice<{ stream: string }>(pool, end, [after, count - 1]))[0]?.stream,
  read: async function* ({ after, last }, to) {
    let place: readonly [stream: string, revision: number] = [after, 2 ** 31 - 1];
    for (;;) {
      const rows = await (last === undefined ? askTwice<Found>(pool, toTheEnd, [...place, to]) : askTwice<Found>(pool, upTo, [...place, to, last]));
      yield (await whole(rows)).map(decode);
      const final = rows.at(-1);
      if (!final || rows.length < portion) return;
      place = [final.stream, final.revision];
    }
  },
});
