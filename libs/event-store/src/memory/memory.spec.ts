import { eventStoreContract } from '../contract';
import { memoryEventStore } from './memory-event-store';

eventStoreContract('memory', async () => {
  const store = memoryEventStore();
  return { store, close: () => store.close() };
});
