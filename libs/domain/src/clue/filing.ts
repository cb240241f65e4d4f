import { refusal, text } from '@anjuan/lifecycle';
import { filingApproval } from './approvals';
import { clue, filing } from './stages';

/** C19: part of the facts and evidence is held, and liability must be pursued. The case is opened by reaction (K0). */
export const fileCase = clue.transition({
  label: text('立案', 'File the case'),
  ref: 'C19',
  basis: ['WR 38', 'WR 39', 'IR 210', 'IR 214'],
  from: ['filingProposed'],
  to: 'convertedToCase',
  by: 'handlingDepartment',
  needs: ['filingReport', 'filingDecision'],
  approvedBy: filingApproval,
  asks: filing.pick({ caseNo: true, kind: true, respondents: true }),
  records: 'CaseFiled',
  refuses: (_, { kind, respondents }) => {
    if (kind === 'person' && respondents.length === 0) return refusal('IR 211', '对人立案须有被审查调查人', 'a filing against persons names them', { field: 'respondents', value: respondents });
    const people = respondents.map(({ person }) => person);
    const twice = people.find((person, i) => people.indexOf(person) !== i);
    return twice ? refusal('respondent-twice', `被审查调查人 ${twice} 重复`, `${twice} is named twice`, { field: 'respondents', value: twice }) : undefined;
  },
  then: (facts, asked, { on }) => ({ ...facts, filing: { ...asked, filedOn: on } }),
});
