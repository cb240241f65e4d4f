import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench';
import { spending } from './cores';

const text = `
  select (select position from head) - (select coalesce(min(position), 0) from checkpoints where follower in ('read-models', 'conductor', 'notary')) as behind,
         (select count(*) from conducted where key is distinct from sent_key and (open or sent_key is not null)) as untold`;

/** What a workflow was told it still has to hear: these are at rest once they have all but stopped to work. */
const stillBusy = ['temporal', 'worker', 'follower', 'notary'];
const atRest = 0.08;

/** Waits until the followers have caught up and every workflow has taken in what it was told, so that one turn does not pay for another. */
export const quiet = async ({ owner, home, tell }: Pick<Bench, 'owner' | 'home' | 'tell'>, patience = 900_000): Promise<void> => {
  const began = Date.now();
  let said = began;
  let left: number | undefined;
  for (;;) {
    const { rows: [found] } = await owner.query<{ behind: string; untold: string }>(text);
    left ??= Number(found?.behind);
    const untold = Number(found?.behind) !== 0 || Number(found?.untold) !== 0;
    const busy = untold ? NaN : await spending(home, stillBusy, 500);
    if (busy <= atRest) {
      // How far those who stood back were behind is part of the turn's price.
      if (left > 1_000) tell(`    who follows was ${left} events behind, at rest ${((Date.now() - began) / 1_000).toFixed(1)} s later`);
      return;
    }
    const state = `${found?.behind} events to follow, ${found?.untold} workflows to tell${untold ? '' : `, ${busy.toFixed(2)} cores still at work on them`}`;
    if (Date.now() - began > patience) throw new Error(`not quiet after ${patience / 1_000} s: ${state}`);
    if (Date.now() - said > 10_000) {
      tell(`    waiting for those who follow: ${state}`);
      said = Date.now();
    }
    await pause(100);
  }
};
