import { clueLifecycle, caseLifecycle } from '../src';
import type { Said } from './story';
import { people, story } from './story';

/** What a ledger tells of a clue, and of a person in a case. */
export const ledger = { file: 'b'.repeat(64), row: 7, vouchedBy: 'P-02', office: '第6监督检查室', handler: '承办人12' };
export const onPaper = {
  number: '徐派-0001', source: 'petition', receivedOn: '2018-01-21', title: '反映其公款吃喝等问题', summary: '反映其公款吃喝等问题',
  reported: [{ person: '被反映人0001', unit: '某局', post: '科长', rank: 'notStated' }], ledger,
};
export const verified = { ...onPaper, ledger: { ...ledger, verifiedFrom: '2018-02-18' } };
export const takeOver = (name: string, on: string, more: object = {}, entered = '2026-03-02'): Said => ({ name, by: people.supervision, on, entered, asked: { ...onPaper, ...more } });
export const takenOver = (name: string, on = '2018-02-18', more: object = {}, entered?: string) => () => {
  const told = story(clueLifecycle);
  told.done(takeOver(name, on, more, entered));
  return told;
};

export const paperRow = (n: number, more: object = {}) => ({
  clue: `clue-${'abcdefgh'.charAt(n).repeat(26)}`, respondent: { person: `被反映人000${n}`, unit: '某局', rank: 'notStated' }, filedOn: '2018-03-06', ledger: { ...ledger, row: n, verifiedFrom: '2018-02-12', ...more },
});
export const sanctioned = { sanctionedOn: '2018-03-26', measure: '警告', form: 'form2', trialEndedOn: '2018-03-21' };
export const takeOverCase = (name: string, on: string, rows: readonly object[], about: object = {}): Said => ({ name, by: people.supervision, on, entered: '2026-03-02', asked: { rows, ...about } });
export const caseNo = { caseNo: '徐派立〔2018〕合1号' };
export const takenOverCase = (name: string, on: string, rows: readonly object[], about: object = {}) => () => {
  const told = story(caseLifecycle);
  told.done(takeOverCase(name, on, rows, { ...caseNo, ...about }));
  return told;
};
export const underWay = takenOverCase('takeOverCase', '2018-03-06', [paperRow(1, sanctioned), paperRow(2)]);
export const concludedOnPaper = takenOverCase('takeOverConcludedCase', '2018-03-26', [paperRow(1, sanctioned)]);
