import { densePositions, eventStoreContract } from '../contract';
import type { Open } from '../contract/given';
import { memoryEventStore } from './memory-event-store';

const open: Open = async () => {
  const store = memoryEventStore();
  return { store, close: () => store.close() };
};

eventStoreContract('memory', open);
densePositions('memory', open);
