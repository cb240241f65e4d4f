import { refusal, text } from '@anjuan/lifecycle';
import { filingApproval } from './approvals';
import { noOpenChild, splitFirst } from './guards';
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
  refuses: (facts, { kind, respondents }) => {
    const { reported, jurisdiction } = facts;
    const kept = splitFirst(facts) ?? noOpenChild(facts);
    if (kept) return kept;
    if (jurisdiction === 'other') return refusal('IR 199', '不属本机关管辖的线索应当移送，不得立案', 'a clue of another organ’s jurisdiction is forwarded, not filed', { field: 'jurisdiction', value: jurisdiction });
    const other = respondents.find(({ person, rank }) => reported.some((each) => each.person === person && each.rank !== rank));
    if (other) return refusal('rank-differs', `${other.person} 的干部层级与线索登记不一致；登记有误的先更正线索`, `the rank of ${other.person} is not the one registered; correct the clue first if that is wrong`, { field: 'respondents', value: other.rank });
    if (kind === 'person' && respondents.length === 0) return refusal('IR 211', '对人立案须有被审查调查人', 'a filing against persons names them', { field: 'respondents', value: respondents });
    const people = respondents.map(({ person }) => person);
    const twice = people.find((person, i) => people.indexOf(person) !== i);
    return twice ? refusal('respondent-twice', `被审查调查人 ${twice} 重复`, `${twice} is named twice`, { field: 'respondents', value: twice }) : undefined;
  },
  then: (facts, asked, { on }) => ({ ...facts, filing: { ...asked, filedOn: on } }),
});
