import type { Apply, Model, ParkStream, StoredEvent } from '@anjuan/follow';
import type { Counting } from '@anjuan/lifecycle';
import { basisOf } from './basis';
import { foldStream, parked, type Processes } from './fold-stream';
import { clearMatters, loadMatters, writeMatters } from './matters/projection';
import { rowsOf, type Rows } from './rows';
import { clearRunningClocks, writeRunningClocks } from './running-clocks/projection';

export const followerName = 'read-models';

const byStream = (events: readonly StoredEvent[]): ReadonlyMap<string, [StoredEvent, ...StoredEvent[]]> => {
  const streams = new Map<string, [StoredEvent, ...StoredEvent[]]>();
  for (const event of events) {
    const own = streams.get(event.stream);
    if (own) own.push(event);
    else streams.set(event.stream, [event]);
  }
  return streams;
};

/** Every stream by itself: its rows come from its own events and nothing else, and only its own bad event stops it. */
const apply = (processes: Processes, counting: Counting): Apply => async (tx, events) => {
  const streams = byStream(events);
  const known = await loadMatters(tx, [...streams.keys()]);
  const fresh: Rows[] = [];
  const parks: ParkStream[] = [];
  for (const [stream, own] of streams) {
    const before = known.get(stream);
    const { matter, bad } = foldStream(processes, before, own);
    try {
      if (matter && matter !== before) fresh.push(rowsOf(processes, counting, matter));
      if (bad) parks.push(bad);
    } catch (error) {
      // The matter can be read but no row made of it: the old row stays, and nothing of this batch is in it.
      parks.push(parked(own[0], error));
    }
  }
  if (fresh.length > 0) {
    await writeMatters(tx, fresh);
    await writeRunningClocks(tx, fresh);
  }
  return parks;
};

/** What `follow` and `rebuild` need to keep the read models. */
export const readModels = ({ processes, counting }: { readonly processes: Processes; readonly counting: Counting }): { readonly name: string; readonly apply: Apply; readonly model: Model } => ({
  name: followerName,
  apply: apply(processes, counting),
  model: {
    basis: basisOf(processes, counting),
    clear: async (tx) => {
      await clearMatters(tx);
      await clearRunningClocks(tx);
    },
  },
});
