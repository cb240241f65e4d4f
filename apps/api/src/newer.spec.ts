import { memoryEventStore, NewerRelease, type EventStore, type StoredEvent } from '@anjuan/event-store';
import { get, intake, openApi, petition, post, registered } from '../test/api';

/** The store as a newer program left it: one version on from what this build writes. */
const writtenByNewer = (store: EventStore): EventStore => {
  const newer = (event: StoredEvent): StoredEvent => (event.row === undefined ? event : { ...event, schema: event.schema + 1 });
  return { ...store, read: async (stream, after) => {
    const { events, commands } = await store.read(stream, after);
    return { events: events.map(newer), commands };
  } };
};

describe('An API that was not updated', () => {
  it('takes nothing more once a newer program writes, and says in both languages what to do', async () => {
    const api = await openApi({ store: { ...memoryEventStore(), append: () => Promise.reject(new NewerRelease(1, 2)) } });
    const answer = await intake(api.app);
    expect(answer.json()).toMatchObject({ status: 503, rule: 'newer-release', detail: expect.stringContaining('请升级本系统') as string, detailEn: expect.stringContaining('update this installation') as string });
    await api.app.close();
  });

  it('answers for a matter that a newer program stored that it must be updated, and for the others as ever', async () => {
    const store = memoryEventStore();
    const api = await openApi({ store });
    const id = await registered(api.app);
    const old = await openApi({ store: writtenByNewer(store) });
    const answers = [await post(old.app, `/api/clues/${id}/commands/addNote`, { body: { asked: { text: '已电话联系' } }, actor: petition }), await get(old.app, `/api/clues/${id}`)];
    for (const answer of answers) expect(answer.json()).toMatchObject({ status: 503, rule: 'written-by-newer', detail: expect.stringContaining('请升级本系统') as string, detailEn: expect.stringContaining('update this installation') as string });
    expect((await intake(old.app)).statusCode).toBe(201);
    await Promise.all([api.app.close(), old.app.close()]);
  });
});
