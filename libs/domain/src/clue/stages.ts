import { z } from 'zod';
import { process, text } from '@anjuan/lifecycle';
import { choice, date, fixed, line, passage, persons, sealed, yes } from '../fields';
import { handlingOffices, offices } from '../offices';
import { reportedPerson, respondent } from '../people';
import { levels, vocabulary } from '../vocabulary';

/** Where a clue comes from (RM9). */
export const sources = {
  petition: text('信访举报', 'Petition or accusation'),
  tour: text('巡察移交', 'Handed over by an inspection tour'),
  supervision: text('监督检查发现', 'Found in supervision'),
  audit: text('审计移交', 'Handed over by audit'),
  assignedFromAbove: text('上级交办', 'Assigned from above'),
  otherOrgan: text('其他机关移送', 'Handed over by another organ'),
} as const;

export const closingKinds = {
  direct: text('直接了结', 'Closed at the desk'),
  credible: text('采信了结', 'Closed as credible'),
  unsubstantiated: text('查否了结', 'Closed as unsubstantiated'),
  minorHandled: text('情节轻微、批评教育了结', 'Minor, handled by form 1'),
} as const;

export const form1Measures = {
  none: text('无', 'None'),
  reminder: text('谈话提醒', 'Reminder'),
  criticism: text('批评教育', 'Criticism'),
  orderedSelfReview: text('责令检查', 'Ordered self-review'),
  admonition: text('诫勉', 'Admonition'),
} as const;

export const filingKinds = {
  person: text('对人立案', 'Against persons'),
  matter: text('以事立案', 'On a matter'),
  organization: text('对单位立案', 'Against an organization'),
} as const;

export const disposalWays = {
  talkOrInquiry: text('谈话函询', 'Talk or inquiry'),
  preliminaryVerification: text('初步核实', 'Preliminary verification'),
  shelved: text('暂存待查', 'Shelved'),
  closed: text('予以了结', 'Closed'),
  filing: text('提请立案', 'Proposed for filing'),
  forwarded: text('移送', 'Forwarded'),
} as const;

export const registered = z.object({
  number: line('线索编号', 'Clue number', 60).optional(),
  source: choice('线索来源', 'Source', sources),
  receivedOn: date('受理日期', 'Received on'),
  title: line('标题', 'Title', 100),
  summary: passage('反映的主要问题', 'What is reported'),
  reported: z.array(reportedPerson).min(1).max(50).meta({ zh: '被反映人', en: 'Reported persons' }),
  named: yes('实名举报', 'Named report'),
  informantName: sealed('举报人姓名', 'Informant: name').optional(),
  informantContact: sealed('举报人联系方式', 'Informant: contact').optional(),
  jurisdiction: choice('管辖', 'Jurisdiction', { own: text('本机关管辖', 'This organ'), other: text('其他机关管辖', 'Another organ') }),
  important: yes('重要事项（须集体研究）', 'Important (decided collectively)'),
  acceptanceToldOn: date('告知受理日期', 'Told of acceptance on').optional(),
  informedOn: date('反馈日期', 'Informed of the result on').optional(),
  duplicates: z.array(z.object({ receivedOn: date('收到日期', 'Received on'), number: line('来件编号', 'Number', 60).optional() })).meta({ zh: '重复举报', en: 'Duplicate accusations' }),
});

const disposal = z.object({ way: choice('处置方式', 'Way of disposal', disposalWays), on: date('处置日期', 'Disposed on') }).meta({ zh: '处置', en: 'Disposal' });
const verification = z
  .object({ team: persons('核查组成员', 'Verification team', 2), openedOn: date('批准日期', 'Opened on'), approvedAt: z.array(choice('审批层级', 'Level', levels)).meta({ zh: '审批层级', en: 'Approved at' }) })
  .meta({ zh: '初步核实', en: 'Verification' });

export const assigned = registered.extend({ handlingOffice: choice('承办部门', 'Handling department', Object.fromEntries(handlingOffices.map((office) => [office, offices[office]])) as Pick<typeof offices, (typeof handlingOffices)[number]>), assignedOn: date('分办日期', 'Assigned on') });
export const assessed = assigned.extend({ custodian: line('专人保管', 'Custodian', 60), disposal: disposal.optional(), verification: fixed(verification).optional() });
const disposed = assessed.extend({ disposal });
export const verifying = disposed.extend({ verification: fixed(verification) });
const filing = z
  .object({ caseNo: line('立案号', 'Case number', 60), kind: choice('立案方式', 'Kind of filing', filingKinds), respondents: z.array(respondent).max(50).meta({ zh: '被审查调查人', en: 'Respondents' }), filedOn: date('立案日期', 'Filed on') })
  .meta({ zh: '立案', en: 'Filing' });
const closing = z
  .object({ kind: choice('了结方式', 'Kind of closing', closingKinds), on: date('了结日期', 'Closed on'), measure: choice('第一种形态处理', 'Form 1 measure', form1Measures), level: choice('审批层级', 'Level', levels) })
  .meta({ zh: '了结', en: 'Closing' });

export const { stages: clueStages, ...clue } = process('clue', vocabulary, {
  registered: { label: text('已登记', 'Registered'), knows: registered },
  assigned: { label: text('已分办', 'Assigned'), knows: assigned },
  underAssessment: { label: text('研判处置', 'Under assessment'), knows: assessed },
  talkOrInquiry: { label: text('谈话函询', 'Talk or inquiry'), knows: disposed },
  shelved: { label: text('暂存待查', 'Shelved'), knows: disposed.extend({ shelving: z.object({ reason: line('原因', 'Reason', 500), reviewOn: date('复查日期', 'Review on') }).meta({ zh: '暂存', en: 'Shelving' }) }) },
  preliminaryVerification: { label: text('初步核实', 'Preliminary verification'), knows: verifying },
  filingProposed: { label: text('拟立案', 'Filing proposed'), knows: disposed },
  convertedToCase: { label: text('已立案', 'Converted to a case'), knows: disposed.extend({ filing }) },
  closed: { label: text('已了结', 'Closed'), knows: disposed.extend({ closing }) },
  transferredOut: { label: text('已移送', 'Transferred out'), knows: registered.extend({ forwarding: z.object({ to: line('接收机关', 'To', 100), on: date('移送日期', 'Forwarded on') }).meta({ zh: '移送', en: 'Forwarding' }) }) },
});

export type ClueStage = keyof typeof clueStages;
export { filing };
