export * from './port';
export { follow } from './follow';
export { rebuild, type Rebuilding } from './rebuild';
export { askRetry } from './parked';
export { watchCheckpoints } from './watch-checkpoints';
