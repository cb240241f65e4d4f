import { freshDatabase } from '../../../../test/support/fresh-database';
import { densePositions, eventStoreContract } from '../contract';
import type { Open } from '../contract/given';
import { openPool } from './pool';
import { postgresEventStore } from './postgres-event-store';

const open: Open = async () => {
  const database = await freshDatabase();
  const pools = [1, 2].map(() => openPool(database.url, { max: 4, role: 'anjuan_app' }));
  const [store, peer] = pools.map((pool) => postgresEventStore(pool));
  return {
    store: store!, // one for each of the two pools
    peer: peer!,
    close: async () => {
      await Promise.all([store?.close(), peer?.close()]);
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
    },
  };
};

eventStoreContract('Postgres', open);
densePositions('Postgres', open);
