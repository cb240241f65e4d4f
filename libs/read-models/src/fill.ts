import type { Fill } from '@anjuan/follow';
import type { Counting } from '@anjuan/lifecycle';
import { fillByStream, handOn } from './fill-by-stream';
import { fillInOrder } from './fill-in-order';
import type { Processes } from './fold-stream';
import type { ReadModel } from './read-model';

/** Makes all rows at once: every stream is folded in memory, its rows worked out once and copied in. */
export const fillBy = (processes: Processes, counting: Counting, models: readonly ReadModel[]): Fill => async (tx, filling) => {
  const { streams } = filling.store;
  const hand = streams && handOn(tx, streams, filling, processes, counting, models);
  const doubtful = hand ? await fillByStream(streams, [hand, hand], filling) : await fillInOrder(tx, filling, processes, counting, models);
  for (const { sumUp } of models) await sumUp?.(tx);
  return doubtful;
};
