import { reckon, type Ports } from './door';
import { noSuchStream } from './failures';
import type { Situation } from './situation';

export const readSituation =
  (ports: Ports) =>
  async (stream: string): Promise<Situation> => {
    const matter = await ports.handle.load(stream);
    if (!matter) throw noSuchStream();
    return reckon(ports, matter);
  };
