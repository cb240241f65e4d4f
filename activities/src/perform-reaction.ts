import type { Owed } from '@anjuan/lifecycle';
import type { Ports } from './door';
import { readSituation } from './read-situation';
import type { Situation } from './situation';

/** Carries out what the stream owes another one; the outcome is on the stream when this returns. */
export const performReaction =
  (ports: Ports) =>
  async (stream: string, owed: Owed): Promise<Situation> => {
    await ports.handle.performReaction(stream, owed);
    return readSituation(ports)(stream);
  };
