import { derivedCommand, engine, type DoorCommand } from '@anjuan/handle';
import { instantsOf, reckon, type Ports } from './door';
import { noSuchStream } from './failures';
import type { Situation } from './situation';
import { readSituation } from './read-situation';

/** Whoever notices an instant sends this very command, so it is recorded once however many look. */
export const noticeCommand = (stream: string, instant: string): DoorCommand => ({
  id: derivedCommand(`${stream}\0${instant}`, 'noticeClock'),
  stream,
  name: 'noticeClock',
  asked: { instant },
  actor: engine,
});

/** Records that the instant has passed. Where nothing is due any more, the stream itself says how it stands. */
export const noticeClock =
  (ports: Ports) =>
  async (stream: string, shown: string): Promise<Situation> => {
    const matter = await ports.handle.load(stream);
    if (!matter) throw noSuchStream();
    const found = (await instantsOf(ports, matter)).find(({ shown: { id } }) => id === shown);
    if (!found) return reckon(ports, matter);
    const outcome = await ports.handle.handle(noticeCommand(stream, found.instant.id));
    return outcome.kind === 'done' && !outcome.repeated ? reckon(ports, outcome.matter) : readSituation(ports)(stream);
  };
