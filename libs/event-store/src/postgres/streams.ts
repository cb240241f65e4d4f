import type { Pool } from 'pg';
import type { EventDraft, FoldedEvent, StreamOrder } from '../port';
import { decode, type PlacedRow } from '../row';
import type { Found } from './archived';
import { askTwice } from './ask';
import { columns } from './reads';

/** As much as is asked for at once: see `readPage`. */
const portion = 500;

/** Most acts need nobody's signature, and then nothing of the envelope is folded and it stays where it is. Within a text the quotes would be escaped, and no other member is an array of that name. */
const folded = `position, stream, revision, id, process, type, "row", schema, correlation, occurred_at as "occurredAt", recorded_at as "recordedAt", data,
  case when envelope::text not like '%"approvals":[]%' then envelope end as envelope`;
type Texts = { readonly data: string; readonly envelope: string | null };
type Row = Omit<FoldedEvent, 'data' | 'approvals' | 'row'> & { readonly row: string | null } & (Texts | { readonly data: null });

const end = { name: 'streams end', text: 'select stream from events where stream > $1 and revision = 1 order by stream offset $2 limit 1' };
const within = (last: string) => `select ${folded} from events where (stream, revision) > ($1, $2) and position <= $3 ${last} order by stream, revision limit ${portion}`;
const upTo = { name: 'streams up to', text: within('and stream <= $4') };
const toTheEnd = { name: 'streams to the end', text: within('') };
const away = { name: 'archived events', text: `select ${columns}, archived from events where position = any($1)` };

const nobody: FoldedEvent['approvals'] = Object.freeze([]);

const decodeFolded = ({ position, stream, revision, id, process, type, row, schema, correlation, occurredAt, recordedAt }: Row, { data, envelope }: Texts): FoldedEvent => ({
  id, stream, revision, position, process, type, schema, correlation, occurredAt, recordedAt,
  data: JSON.parse(data) as EventDraft['data'], // by `encode` alone
  approvals: envelope === null ? nobody : (JSON.parse(envelope) as Pick<EventDraft, 'approvals'>).approvals, // likewise
  row: row ?? undefined,
});

/** By the index that guards the revisions. No event that stood by then is missed, though every page looks by itself: none is ever put between. */
export const streamOrder = (pool: Pool, whole: (rows: readonly Found[]) => Promise<readonly PlacedRow[]>): StreamOrder => {
  const withTexts = async (rows: readonly Row[]): Promise<readonly FoldedEvent[]> => {
    const positions = rows.flatMap(({ data, position }) => (data === null ? [position] : []));
    const archived = positions.length === 0 ? [] : await whole(await askTwice<Found>(pool, away, [positions]));
    const byPosition = new Map(archived.map((row) => [row.position, decode(row)]));
    return rows.map((row) => (row.data === null ? byPosition.get(row.position)! : decodeFolded(row, row))); // asked for above, and never taken away
  };
  return {
    end: async (after, count) => (await askTwice<{ stream: string }>(pool, end, [after, count - 1]))[0]?.stream,
    read: async function* ({ after, last }, to) {
      let place: readonly [stream: string, revision: number] = [after, 2 ** 31 - 1];
      for (;;) {
        const rows = await (last === undefined ? askTwice<Row>(pool, toTheEnd, [...place, to]) : askTwice<Row>(pool, upTo, [...place, to, last]));
        yield await withTexts(rows);
        const final = rows.at(-1);
        if (!final || rows.length < portion) return;
        place = [final.stream, final.revision];
      }
    },
  };
};
