import { text, type Lifecycle, type Reaction } from '@anjuan/lifecycle';
import { clerk, firstBuild, thirdBuild } from '../../lifecycle/test/three-builds';
import { keys, mustDo, office } from '../test/office';
import { openerOf } from './seal';

/** Of whatever was measured, a second bay of the same size is measured too. */
const again: Reaction = {
  on: 'measure', label: text('再测', 'Measure again'),
  target: () => ({ process: 'bay', number: '2' }),
  command: ({ asked }, there) => (there ? { skip: text('已测', 'measured') } : { name: 'measure', asked }),
};
const updated = { ...thirdBuild, reactions: { again } } as unknown as Lifecycle;

describe('A matter begun before an update', () => {
  const command = { id: 'c1', name: 'measure', asked: { metres: 12.35, kind: 'lorry', secret: '举报人甲' }, actor: clerk };

  const begun = async () => {
    const old = office({ processes: { bay: firstBuild } });
    const stream = old.openingStream('bay', command);
    await mustDo(old.handle({ ...command, stream }));
    return { stream, door: office({ store: old.store, processes: { bay: updated } }) };
  };

  it('owes what it owes in today’s fields, and what was sealed under another name is opened and sealed again', async () => {
    const { stream, door } = await begun();
    const { owed } = (await door.load(stream))!; // it was begun above
    const settled = await door.performReaction(stream, owed[0]!); // the update owes it for every measured bay
    expect(settled).toMatchObject({ outcome: 'done' });
    const { events } = await door.store.read(settled.stream!);
    expect(events).toMatchObject([{ schema: 3, data: { asked: { centimetres: 1235, kind: 'truck', zone: '货车区', informant: expect.stringMatching(/^sealed:/) as string } } }]);
    expect(openerOf(keys, events)(events[0]?.data['asked'])).toMatchObject({ informant: '举报人甲' });
    const [told] = (await door.store.read(stream)).events;
    expect(told).toMatchObject({ schema: 1, data: { asked: { metres: 12.35, kind: 'lorry' } } });
  });

  it('is answered by its receipt when the very same command comes again', async () => {
    const { stream, door } = await begun();
    expect(await door.handle({ ...command, stream })).toMatchObject({ kind: 'done', repeated: true, matter: { facts: { centimetres: 1235 } } });
  });
});
