import type { Fill, Filling, StreamOrder, Tx } from '@anjuan/follow';
import type { Counting } from '@anjuan/lifecycle';
import { fillByStream, handOn } from './fill-by-stream';
import { fillInOrder } from './fill-in-order';
import type { Processes } from './fold-stream';
import { hire, type Helper } from './helper';
import type { ReadModel } from './read-model';

type Helping = Helper & { readonly basis: string };

export const fillBy = (processes: Processes, counting: Counting, models: readonly ReadModel[], helper?: Helping): Fill => {
  /** Each hand has two ranges under way: what one is folded, the other is read or written. */
  const shared = async (tx: Tx, streams: StreamOrder, filling: Filling): Promise<readonly string[]> => {
    const hired = helper && hire(helper, helper.basis, filling);
    try {
      const hands = [handOn(tx, streams, filling, processes, counting, models), ...(hired ? [hired.hand] : [])];
      return await fillByStream(streams, [...hands, ...hands], filling);
    } finally {
      await hired?.end();
    }
  };

  /** Makes all rows at once: every stream is folded in memory, its rows worked out once and copied in. */
  return async (tx, filling) => {
    const { streams } = filling.store;
    const doubtful = streams ? await shared(tx, streams, filling) : await fillInOrder(tx, filling, processes, counting, models);
    for (const { sumUp } of models) await sumUp?.(tx);
    return doubtful;
  };
};
