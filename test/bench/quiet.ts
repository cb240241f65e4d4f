import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';

const text = `
  select (select position from head) - (select coalesce(min(position), 0) from checkpoints where follower in ('read-models', 'conductor')) as behind,
         (select count(*) from conducted where key is distinct from sent_key and (open or sent_key is not null)) as untold`;

/** Waits until the followers have caught up and every workflow was told, so that one measurement does not pay for another. */
export const quiet = async (owner: Pool, patience = 300_000): Promise<void> => {
  let found = { behind: '?', untold: '?' };
  for (const until = Date.now() + patience; Date.now() < until; await pause(200)) {
    const { rows } = await owner.query<typeof found>(text);
    found = rows[0] ?? found;
    if (Number(found.behind) === 0 && Number(found.untold) === 0) return void (await pause(1_000)); // what was told last is still being heard
  }
  throw new Error(`not quiet after ${patience / 1_000} s: ${found.behind} events to follow, ${found.untold} workflows to tell`);
};
