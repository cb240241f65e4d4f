import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { encode, memoryEventStore, type PlacedRow } from '@anjuan/event-store';
import { createHandle, installationKeys } from '@anjuan/handle';
import type { Story } from '../../libs/domain/test/matters';
import { noon, paper } from '../../libs/domain/test/story';

const keys = installationKeys('07'.repeat(32));

/** The story told to the real door, as the store keeps it: sealed, and byte for byte. */
export const recorded = async (story: Story, id: string): Promise<readonly PlacedRow[]> => {
  const store = memoryEventStore();
  let now = '';
  const door = createHandle({ store, clock: { now: () => now }, policy: defaultPolicy, calendar: adopted, keys, organ: 'organ', cacheSize: 1 });
  const { process, stream: was } = story.matter();
  const stream = door.openingStream(process, { id, name: '', asked: {} });
  for (const { name, asked, by, on, papers = [], entered } of story.said()) {
    const { events } = await store.read(stream);
    now = noon(entered ?? on);
    // The store gives its own ids to the events that the story names.
    const text = events.reduceRight((so, event) => so.replaceAll(`${was}#${event.revision}"`, `${event.id}"`), JSON.stringify(asked ?? {}));
    const outcome = await door.handle({ id: `c-${events.length + 1}`, stream, name, asked: JSON.parse(text), actor: by, on, papers: papers.map(paper) });
    if (outcome.kind !== 'done') throw new Error(`${name} of ${was}: ${JSON.stringify(outcome)}`);
  }
  const { events, commands } = await store.read(stream);
  return commands.flatMap(({ command, body }) => {
    const [first, ...rest] = events.filter((event) => event.command === command);
    return encode({ stream, expected: 0, command, body, events: [first!, ...rest] }).map((row) => ({ ...row, revision: first!.revision + row.n, position: first!.position + row.n })); // a command leaves at least one
  });
};
