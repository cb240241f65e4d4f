export * from './port';
export { follow } from './follow';
export { rebuild, type Rebuilding } from './rebuild';
export { readingOnce } from './reading-once';
export { askRetry } from './parked';
export { watchCheckpoints } from './watch-checkpoints';
