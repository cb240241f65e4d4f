import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys } from '@anjuan/handle';

const petition = { person: 'P-01', office: 'petitionOffice', post: 'handler', onBehalfOf: 'P-20' };
const accusation = {
  receivedOn: '2026-03-02', number: '信〔2026〕17号', title: '反映某局采购问题', summary: '反映被反映人0001收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary',
};

/** A named accusation registered on 2 March 2026, its acceptance told on the 4th and entered on the 9th. Returns its stream. */
export const toldClue = async (url: string): Promise<string> => {
  const pool = openPool(url, { max: 1 });
  const store = postgresEventStore(pool);
  let now = '2026-03-02T02:00:00.000Z';
  const door = createHandle({ store, clock: { now: () => now }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 10 });
  const id = door.openingStream('clue', { id: 'c1', name: 'registerAccusation', asked: accusation });
  await door.handle({ id: 'c1', stream: id, name: 'registerAccusation', asked: accusation, actor: petition });
  now = '2026-03-09T02:00:00.000Z';
  await door.handle({ id: 'c2', stream: id, name: 'tellAcceptance', asked: {}, actor: petition, on: '2026-03-04' });
  await store.close();
  await pool.end();
  return id;
};
