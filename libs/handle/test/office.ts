import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { memoryEventStore, type EventStore } from '@anjuan/event-store';
import type { Actor, FiledPaper } from '@anjuan/lifecycle';
import { createHandle, installationKeys, type DoorCommand, type Handle, type HandleParts, type Outcome } from '../src';

export const keys = installationKeys('07'.repeat(32));

/** One office at one moment: a door on a store. */
export const office = (parts: Partial<HandleParts> = {}): Handle & { readonly store: EventStore } => {
  const store = parts.store ?? memoryEventStore();
  const clock = { now: () => '2026-03-02T02:00:00.000Z' };
  return { ...createHandle({ clock, policy: defaultPolicy, calendar: adopted, keys, organ: 'test-organ', cacheSize: 100, ...parts, store }), store };
};

export const at = (name: string, post = 'handler', person = '王一'): Actor => ({ person, office: name, post });
export const paper = (kind: string): FiledPaper => ({ kind, title: kind, sha256: 'a'.repeat(64) });

export const petition = at('petitionOffice', 'handler', '李登');
export const accusation = (over: Readonly<Record<string, unknown>> = {}) => ({
  receivedOn: '2026-03-02', title: '反映挪用资金', summary: '反映某单位工程款去向不明', named: true, informantName: '举报人甲', informantContact: '13900000000',
  reported: [{ person: 'P-001', unit: '某单位', rank: 'ordinary' }], jurisdiction: 'own', important: false, concerns: 'ordinary', ...over,
});

export const intake = (door: Handle, id: string, over: Readonly<Record<string, unknown>> = {}): DoorCommand => {
  const asked = accusation(over);
  return { id, name: 'registerAccusation', asked, actor: petition, stream: door.openingStream('clue', { id, name: 'registerAccusation', asked }) };
};

export const mustDo = async (outcome: Promise<Outcome>): Promise<Outcome & { kind: 'done' }> => {
  const answer = await outcome;
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer;
};

type Step = { readonly name: string; readonly by: Actor; readonly asked?: object; readonly papers?: readonly string[]; readonly signed?: readonly string[] };

/** A step, proposed where it must be, and signed by each of those posts. */
const take = async (door: Handle, stream: string, { name, by, asked = {}, papers = [], signed = [] }: Step) => {
  const id = `${stream}/${name}`;
  await mustDo(door.handle({ id, stream, name, asked, actor: by, papers: papers.map(paper) }));
  for (const post of signed)
    await mustDo(door.handle({ id: `${id}/${post}`, stream, name: 'approve', asked: { proposal: id }, actor: at(post === 'dept' ? by.office : 'leadership', post, `签批人${post}`) }));
};

const department = at('investigationOffice1', 'handler', '张办');

/** A clue all the way to its filing under that case number; owes the opening of the case. */
export const filedClue = async (door: Handle, id: string, caseNo: string): Promise<string> => {
  const command = intake(door, id);
  const { stream } = command;
  await mustDo(door.handle(command));
  await take(door, stream, { name: 'assignClue', by: at('caseSupervisionOffice'), asked: { handlingOffice: 'investigationOffice1' }, papers: ['distributionSheet'], signed: ['chief'] });
  await take(door, stream, { name: 'startAssessment', by: department, asked: { custodian: '专管员' } });
  await take(door, stream, { name: 'decideFiling', by: department, papers: ['disposalOpinion'], signed: ['leader'] });
  const asked = { caseNo, kind: 'person', respondents: [{ person: `P-${id}`, unit: '某单位', rank: 'ordinary', tracks: ['party'] }] };
  await take(door, stream, { name: 'fileCase', by: department, asked, papers: ['filingReport', 'filingDecision'], signed: ['chief', 'partyChief'] });
  return stream;
};
