import { follow, type EventStore, type Follower, type Log } from '@anjuan/follow';
import { readModels } from '@anjuan/read-models';
import type { Pool } from 'pg';

type Projecting = Parameters<typeof readModels>[0] & { readonly store: EventStore; readonly pool: Pool; readonly log: Log; readonly crash: (point: string) => void; readonly partitions: number };

/** Keeps the read models. The crash point lies where the rows are written and the checkpoint has not moved. */
export const startProjector = ({ store, pool, log, crash, partitions, ...rules }: Projecting): Follower => {
  const models = readModels(rules);
  return follow({
    store, pool, log, partitions, ...models,
    apply: async (tx, events) => {
      const parks = await models.apply(tx, events);
      crash('projector.beforeCheckpoint');
      return parks;
    },
  });
};
