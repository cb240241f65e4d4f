import type { EventStore } from '@anjuan/event-store';
import { watchCrowd, type Crowd } from '@anjuan/follow';

/** Looked at so often, in milliseconds; so many appends of this process's own meanwhile, and it is at work itself. */
const every = 125;
const atWork = 60;

/**
 * In a rush the thread does not sleep between one answer of the database and the next. To wake it takes a virtual machine
 * some 70 µs, nearly as long as to serve a command, and those who follow have left it the core anyway. A rush is over
 * after five seconds at most; one that others cause is none of its business.
 */
export const stayAwake = (store: EventStore, crowd: Crowd = watchCrowd(store)): { readonly store: EventStore; readonly stop: () => void } => {
  let appended = 0;
  let hurried = false;
  const turn = () => {
    if (hurried) setImmediate(turn);
  };
  const timer = setInterval(() => {
    const was = hurried;
    hurried = crowd.isThere() && appended >= atWork;
    appended = 0;
    if (!was) turn();
  }, every).unref();
  return {
    store: { ...store, append: (item) => (appended += 1, store.append(item)) },
    stop: () => {
      hurried = false;
      clearInterval(timer);
      crowd.stop();
    },
  };
};
