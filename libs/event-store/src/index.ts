export * from './port';
export { NewerRelease, StoreBusy, StoreUnavailable, UnstorableText } from './errors';
export { eventId } from './event-id';
export { openEventStore, type StoreSettings } from './open-event-store';
export { memoryEventStore } from './memory/memory-event-store';
export { migrate } from './postgres/migrate';
export { openPool } from './postgres/pool';
export { postgresEventStore } from './postgres/postgres-event-store';
export { bundleText, register } from './postgres/release';
