import { watchCheckpoints } from '@anjuan/follow';
import type { Pool } from 'pg';
import { behind, figures, openAt, yearOnYear } from './figures/query';
import { kept, linked, list } from './matters/query';
import { pages } from './pages';
import { followerName } from './name';
import { runningClocks } from './running-clocks/query';
import { askToLook, stuckCases, stuckGroups } from './stuck/query';

/** Every question the read models answer. The pool stays its owner's to end; `close` ends the listening connection. */
export const createQueries = (pool: Pool) => {
  const ask = pages(pool);
  const watch = watchCheckpoints(pool);
  return {
    list: list(ask),
    kept: kept(pool),
    linked: linked(pool),
    runningClocks: runningClocks(ask),
    figures: figures(pool),
    openAt: openAt(pool),
    yearOnYear: yearOnYear(pool),
    behind: behind(ask),
    stuckGroups: stuckGroups(pool),
    stuckCases: stuckCases(ask),
    askToLook: askToLook(pool),
    /** How far the rows have come in the store's order. */
    position: () => watch.position(followerName),
    /** For `?atLeast=`: true as soon as they have come so far, false after `ms`. */
    waitFor: (position: number, ms: number) => watch.reached(followerName, position, ms),
    close: () => watch.close(),
  };
};

export type Queries = ReturnType<typeof createQueries>;
