import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { memoryEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys } from '@anjuan/handle';
import type { Actor } from '@anjuan/lifecycle';

export const people = {
  petition: { person: 'P-01', office: 'petitionOffice', post: 'handler' },
  supervision: { person: 'P-02', office: 'caseSupervisionOffice', post: 'handler', onBehalfOf: 'P-20' },
  handler: { person: 'P-03', office: 'investigationOffice1', post: 'handler' },
  leader: { person: 'P-10', office: 'leadership', post: 'leader' },
  chief: { person: 'P-11', office: 'leadership', post: 'chief' },
} as const satisfies Record<string, Actor>;

const accusation = {
  receivedOn: '2026-03-02', number: '信〔2026〕17号', title: '反映某局采购问题', summary: '反映被反映人0001在采购中收受礼金', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  named: true, informantName: '举报人0001', informantContact: '电话0001', jurisdiction: 'own', important: false, concerns: 'ordinary',
};

/** A clue that is registered, assigned, corrected, and whose assessment is taken back: day by day, through the real door. */
export const oneClue = async () => {
  const store = memoryEventStore();
  let now = '';
  const door = createHandle({ store, clock: { now: () => now }, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 10 });
  const stream = door.openingStream('clue', { id: 'c-registerAccusation', name: 'registerAccusation', asked: accusation });
  const say = async (day: string, name: string, actor: Actor, asked: object = {}, more: { readonly papers?: readonly string[]; readonly on?: string; readonly id?: string } = {}) => {
    now = `${day}T02:00:00.000Z`;
    const papers = (more.papers ?? []).map((kind) => ({ kind, title: kind, sha256: 'a'.repeat(64) }));
    const outcome = await door.handle({ id: more.id ?? `c-${name}`, stream, name, asked, actor, papers, ...(more.on !== undefined && { on: more.on }) });
    if (outcome.kind !== 'done') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  };
  await say('2026-03-02', 'registerAccusation', people.petition, accusation);
  await say('2026-03-03', 'assignClue', people.supervision, { handlingOffice: 'investigationOffice1' }, { papers: ['distributionSheet'] });
  await say('2026-03-04', 'approve', people.supervision, { proposal: 'c-assignClue', opinion: '同意分办', onPaper: { approver: people.chief, signedOn: '2026-03-04', paper: 'b'.repeat(64) } });
  await say('2026-03-05', 'tellAcceptance', people.petition, {}, { on: '2026-03-03' });
  await say('2026-03-06', 'correct', people.handler, { field: 'title', old: '反映某局采购问题', new: '反映某局办公设备采购问题', reason: '登记有误' });
  await say('2026-03-06', 'approve', people.leader, { proposal: 'c-correct' }, { id: 'c-leader-correct' });
  await say('2026-03-06', 'approve', people.chief, { proposal: 'c-correct' }, { id: 'c-chief-correct' });
  await say('2026-03-09', 'startAssessment', people.handler, { custodian: 'P-03' });
  await say('2026-03-10', 'takeBack', people.handler, { reason: '专人另定' });
  return { stream, store, door, events: (await store.read(stream)).events };
};
