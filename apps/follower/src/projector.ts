import { follow, type EventStore, type Follower, type Log } from '@anjuan/follow';
import { readModels } from '@anjuan/read-models';
import type { Pool } from 'pg';

type Projecting = Omit<Parameters<typeof readModels>[0], 'store'> & { readonly store: EventStore; readonly pool: Pool; readonly log: Log; readonly crash: (point: string) => void; readonly partitions?: number };

/**
 * Keeps the read models. Crash points: where the rows are written and the checkpoint has not moved; where rows built anew
 * are all there and nobody sees them; where they are about to take the place of the old ones.
 */
export const startProjector = ({ store, pool, log, crash, partitions = 1, ...rules }: Projecting): Follower => {
  const models = readModels({ ...rules, store });
  const build = () => {
    const { apply, fill } = models.model.build();
    return { apply, fill: (...given: Parameters<typeof fill>) => fill(...given).finally(() => crash('projector.built')) };
  };
  return follow({
    store, pool, log, partitions, ...models,
    model: { ...models.model, build, bringOver: async () => crash('projector.beforeReplaced') },
    apply: async (tx, events) => {
      const parks = await models.apply(tx, events);
      crash('projector.beforeCheckpoint');
      return parks;
    },
  });
};
