import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import type { EventDraft } from '@anjuan/event-store';
import type { Actor } from '@anjuan/lifecycle';

export const rules = { processes, counting: counting(defaultPolicy, adopted) };

const actor: Actor = { person: 'P-01', office: 'petitionOffice', post: 'staff' };
const day = (date: string) => ({ occurredAt: date, recordedAt: `${date}T02:00:00.000Z` });

const draft = (type: string, row: string | undefined, data: EventDraft['data'], on: string, more: Partial<EventDraft> = {}): EventDraft => ({
  process: 'clue', type, ...(row !== undefined && { row }), schema: 1, table: '', data, sealed: [], organ: 'organ', actor, approvals: [], basis: [], policy: 'p', calendar: 'c',
  read: {}, confidentiality: 'secret', ...day(on), correlation: 'history', ...more,
});
const act = (type: string, row: string, asked: object, on: string, more: Partial<EventDraft> = {}) => draft(type, row, { asked, by: actor, papers: [] }, on, more);

/** Events of a clue's life, as the door would store them; on Monday 2026-03-02 unless said otherwise. */
export const events = {
  registered: (asked: { title?: string; source?: string; named?: boolean; number?: string } = {}, on = '2026-03-02', correlation = 'history') =>
    act('ClueRegistered', asked.source === undefined ? 'registerAccusation' : 'registerHandedOver', {
      receivedOn: on, title: '违规发放补贴', summary: '反映违规发放补贴', reported: [], named: false, jurisdiction: 'own', important: false, ...asked,
    }, on, { correlation }),
  told: (on = '2026-03-03') => act('InformantToldOfAcceptance', 'tellAcceptance', {}, on),
  duplicate: (on = '2026-03-03') => act('DuplicateAccusationLogged', 'logDuplicateAccusation', { receivedOn: on }, on),
  assigned: (handlingOffice: string, on = '2026-03-04') => act('ClueAssigned', 'assignClue', { handlingOffice }, on),
  assessing: (on = '2026-03-05') => act('AssessmentStarted', 'startAssessment', { custodian: 'P-03' }, on),
  closed: (on = '2026-03-06') => act('DisposalDecided', 'decideClosing', { reason: '查无实据' }, on),
  forwarded: (on = '2026-03-04') => act('ClueForwarded', 'forwardClue', { to: '其他机关' }, on),
  noted: (text = '备注', on = '2026-03-03') => draft('NoteAdded', undefined, { text }, on),
  titled: (title: string, on = '2026-03-03') => draft('FactCorrected', undefined, { field: 'title', old: '', new: title, reason: '笔误', papers: [], proposal: 'p' }, on),
  /** A case as a ledger had it, one person sanctioned in it. */
  concludedCase: (person: string, on = '2018-03-26', filedOn = '2018-03-06') =>
    act('CaseTakenOver', 'takeOverConcludedCase', {
      caseNo: '立〔2018〕1号', rows: [{ clue: 'clue-aaaaaaaaaaaaaaaaaaaaaaaaaa', respondent: { person, unit: '某局', rank: 'notStated' }, filedOn, ledger: { file: 'a'.repeat(64), row: 1, vouchedBy: 'P-03', form: 'form2', sanctionedOn: on } }],
    }, on, { process: 'case' }),
  /** Written by a build that is not out yet. */
  unheardOf: (on = '2026-03-03') => act('ClueWeighed', 'weighClue', {}, on),
};
