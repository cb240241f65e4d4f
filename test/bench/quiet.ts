import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { spending } from './cores';

const text = `
  select (select position from head) - (select coalesce(min(position), 0) from checkpoints where follower in ('read-models', 'conductor')) as behind,
         (select count(*) from conducted where key is distinct from sent_key and (open or sent_key is not null)) as untold`;

/** What a workflow was told it still has to hear: these are at rest once they have all but stopped to work. */
const stillBusy = ['temporal', 'worker', 'follower'];
const atRest = 0.08;

/** Waits until the followers have caught up and every workflow has taken in what it was told, so that one turn does not pay for another. */
export const quiet = async (owner: Pool, home: string, patience = 300_000): Promise<void> => {
  let found = { behind: '?', untold: '?' };
  let busy = NaN;
  for (const until = Date.now() + patience; Date.now() < until; await pause(100)) {
    const { rows } = await owner.query<typeof found>(text);
    found = rows[0] ?? found;
    if (Number(found.behind) !== 0 || Number(found.untold) !== 0) continue;
    busy = await spending(home, stillBusy, 500);
    if (busy <= atRest) return;
  }
  throw new Error(`not quiet after ${patience / 1_000} s: ${found.behind} events to follow, ${found.untold} workflows to tell, ${busy.toFixed(2)} cores at work on them`);
};
