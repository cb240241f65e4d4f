/**
 * Raised by one with every release in which a table has changed. A process of an older release appends no more to a store
 * that a newer one was started on. See docs/changing-an-event.md.
 */
export const release = 1;
