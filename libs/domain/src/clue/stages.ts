import { z } from 'zod';
import { process, text } from '@anjuan/lifecycle';
import { choice, date, fixed, line, passage, persons, sealed, yes } from '../fields';
import { handlingOffices, offices } from '../offices';
import { knownRespondent, reported, respondent } from '../people';
import { ledger } from '../ledger';
import { levels, vocabulary } from '../vocabulary';

/** Where a clue comes from (RM9). */
export const sources = {
  petition: text('信访举报', 'Petition or accusation'),
  tour: text('巡察移交', 'Handed over by an inspection tour'),
  supervision: text('监督检查发现', 'Found in supervision'),
  audit: text('审计移交', 'Handed over by audit'),
  assignedFromAbove: text('上级交办', 'Assigned from above'),
  transferredFromAbove: text('上级转送', 'Passed down from above'),
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
  modestInquiry: text('适当了解', 'Modest inquiry'),
  talkOrInquiry: text('谈话函询', 'Talk or inquiry'),
  preliminaryVerification: text('初步核实', 'Preliminary verification'),
  shelved: text('暂存待查', 'Shelved'),
  closed: text('予以了结', 'Closed'),
  filing: text('提请立案', 'Proposed for filing'),
  forwarded: text('移送', 'Forwarded'),
} as const;

export const jurisdictions = { own: text('本机关管辖', 'This organ'), other: text('其他机关管辖', 'Another organ'), partial: text('部分属本机关管辖', 'In part this organ') } as const;

/** How a talk is held, and what letters go out before it (C11, C12). */
export const letterKinds = { inquiry: text('函询', 'Inquiry'), delegation: text('委托谈话', 'Delegation of a talk') } as const;
export const talkers = {
  leader: text('机关相关负责人', 'Leader of the organ'),
  dept: text('承办部门主要负责人', 'Head of the handling department'),
  unitPartyChief: text('受委托的单位党组织主要负责人', 'Party chief of the unit, delegated'),
} as const;

/** What the organ does for an inspection group (C2). Accounts and property wait for an approved verification (A2). */
export const assistanceKinds = {
  appraisal: text('专业鉴别', 'Appraisal'),
  records: text('资料核对', 'Check of records'),
  consultation: text('政策业务咨询', 'Consultation'),
  accounts: text('查询账户、财产', 'Query of accounts or property'),
} as const;
export const tourTransfers = { duringTour: text('边巡边交', 'During the tour'), batch: text('巡后集中移交', 'In the batch after the tour') } as const;

export const mergeGrounds = { samePerson: text('同一被反映人', 'Same person'), sameFacts: text('同一事实', 'Same facts') } as const;
export const splitGrounds = { persons: text('涉及多人', 'Several persons'), jurisdictions: text('涉及多个管辖', 'Several jurisdictions'), matters: text('涉及多个事项', 'Several matters') } as const;
export const childEnds = { closed: text('已了结', 'Closed'), filed: text('已立案', 'Filed'), forwarded: text('已移送', 'Forwarded'), merged: text('已并案', 'Merged') } as const;

/** Who is told in the end how it was handled, beside the informant (CR 18, CR 21, TR15 29). */
export const recipients = { petitionOffice: text('信访室', 'The petition office'), assigningOrgan: text('交办的上级机关', 'The organ that assigned it'), tourOffice: text('巡察办', 'The tour office') } as const;

export const clarifyingModes = { letter: text('书面', 'By letter'), faceToFace: text('当面', 'Face to face'), meeting: text('会议', 'At a meeting'), notice: text('通报', 'By notice') } as const;

export const clueId = z
  .string()
  .regex(/^clue-[a-z2-7]{26}$/, { error: '线索标识形如 clue-…（26 位），见该线索页面的地址 / the id of a clue, clue-… with 26 letters, stands in the address of its page' })
  .meta({ zh: '线索标识', en: 'Clue id' });
export const ordinal = (zh: string, en: string) => z.int().min(1).max(999).meta({ zh, en });

const assistance = z.object({
  no: ordinal('序号', 'No.'), kind: choice('协助事项', 'Kind', assistanceKinds), purpose: line('协助内容', 'Purpose', 500), requestedOn: date('申请日期', 'Requested on'),
  deliveredOn: date('反馈日期', 'Delivered on').optional(), summary: line('结果摘要', 'Summary of the result', 500).optional(),
});
const found = z.object({ tour: line('巡察任务', 'Inspection tour', 100), group: choice('巡察组', 'Inspection group', offices), foundOn: date('发现日期', 'Found on'), assistance: z.array(assistance).meta({ zh: '专业协助', en: 'Assistance' }) });

/** What is asked of whoever registers a clue. */
export const received = z.object({
  number: line('线索编号', 'Clue number', 60).optional(),
  source: choice('线索来源', 'Source', sources),
  receivedOn: date('受理日期', 'Received on'),
  title: line('标题', 'Title', 100),
  summary: passage('反映的主要问题', 'What is reported'),
  reported: reported.known,
  named: yes('实名举报', 'Named report'),
  informantName: sealed('举报人姓名', 'Informant: name').optional(),
  informantContact: sealed('举报人联系方式', 'Informant: contact').optional(),
  jurisdiction: choice('管辖', 'Jurisdiction', jurisdictions),
  important: yes('重要事项（须集体研究）', 'Important (decided collectively)'),
});

/** What came in with another clue that was merged into this one: its source and its informant stay apart (trap 8, RM9). */
export const merged = z.object({
  clue: clueId, source: choice('线索来源', 'Source', sources), receivedOn: date('受理日期', 'Received on'), named: yes('实名举报', 'Named report'), informedOn: date('反馈日期', 'Informed of the result on').optional(),
});
export type Merged = z.infer<typeof merged>;

/** A part of this clue that goes its own way; this one stays open until it has ended (C21). */
const child = z.object({
  part: ordinal('序号', 'Part'), title: line('标题', 'Title', 100), jurisdiction: choice('管辖', 'Jurisdiction', jurisdictions), splitOn: date('分案日期', 'Split off on'),
  ended: z.object({ how: choice('办结方式', 'How', childEnds), on: date('办结日期', 'Ended on'), clue: clueId }).meta({ zh: '办结', en: 'Ended' }).optional(),
});

export const registered = received.extend({
  acceptanceToldOn: date('告知受理日期', 'Told of acceptance on').optional(),
  informedOn: date('反馈日期', 'Informed of the result on').optional(),
  duplicates: z.array(z.object({ receivedOn: date('收到日期', 'Received on'), number: line('来件编号', 'Number', 60).optional() })).meta({ zh: '重复举报', en: 'Duplicate accusations' }),
  ledger: fixed(ledger).optional(),
  discovery: fixed(found.extend({ transfer: choice('移交方式', 'Transferred', tourTransfers) }).meta({ zh: '巡察发现', en: 'Found by a tour' })).optional(),
  parent: fixed(z.object({ clue: clueId, part: ordinal('序号', 'Part') }).meta({ zh: '原线索', en: 'Split off from' })).optional(),
  children: fixed(z.array(child).meta({ zh: '分出线索', en: 'Parts split off' })).optional(),
  merged: fixed(z.array(merged).meta({ zh: '并入线索', en: 'Clues merged into this one' })).optional(),
  reports: z.array(z.object({ to: choice('报送对象', 'To', recipients), on: date('报送日期', 'Reported on') })).meta({ zh: '办理情况报告', en: 'Reports on the handling' }).optional(),
});

export const disposal = z.object({ way: choice('处置方式', 'Way of disposal', disposalWays), on: date('处置日期', 'Disposed on') }).meta({ zh: '处置', en: 'Disposal' });
const verification = z
  .object({ team: persons('核查组成员', 'Verification team', 0), openedOn: date('批准日期', 'Opened on'), approvedAt: z.array(choice('审批层级', 'Level', levels)).meta({ zh: '审批层级', en: 'Approved at' }) })
  .meta({ zh: '初步核实', en: 'Verification' });

export const knownMeasure = choice('第一种形态处理', 'Form 1 measure', { ...form1Measures, notListed: text('其他（见台账）', 'Another, see the ledger') });
const closing = z
  .object({ kind: choice('了结方式', 'Kind of closing', closingKinds), on: date('了结日期', 'Closed on'), measure: knownMeasure, level: choice('审批层级', 'Level', levels).optional() })
  .meta({ zh: '了结', en: 'Closing' });

export const handlingOffice = choice('承办部门', 'Handling department', Object.fromEntries(handlingOffices.map((office) => [office, offices[office]])) as Pick<typeof offices, (typeof handlingOffices)[number]>);
const letter = z.object({
  no: ordinal('函件序号', 'Letter no.'), kind: choice('函件', 'Letter', letterKinds), person: line('对象', 'About', 60), to: line('受委托人', 'Delegated to', 60).optional(),
  sentOn: date('发函日期', 'Sent on'), deliveredOn: date('送达日期', 'Delivered on').optional(), answeredOn: date('回复（谈话）日期', 'Answered on').optional(),
});
const talk = z.object({
  no: ordinal('谈话序号', 'Talk no.'), person: line('谈话对象', 'With', 60), heldBy: choice('谈话人', 'Held by', talkers), heldOn: date('谈话日期', 'Held on'),
  statementOwed: yes('须提交书面说明', 'Written statement owed'), statementOn: date('书面说明日期', 'Statement on').optional(),
});

// What a regular step gives and a ledger may not tell is optional from here on.
const assigned = registered.extend({ handlingOffice: handlingOffice.optional(), assignedOn: date('分办日期', 'Assigned on').optional() });
export const assessed = assigned.extend({
  custodian: line('专人保管', 'Custodian', 60).optional(),
  disposal: disposal.optional(), verification: fixed(verification).optional(), formerClosings: fixed(z.array(closing).meta({ zh: '此前了结', en: 'Earlier closings' })).optional(),
  inquiry: z.object({ reportedOn: date('报告日期', 'Reported on'), proposal: line('处置建议', 'Proposal', 500) }).meta({ zh: '适当了解', en: 'Modest inquiry' }).optional(),
  letters: z.array(letter).meta({ zh: '函询与委托谈话函', en: 'Letters' }).optional(),
  talks: z.array(talk).meta({ zh: '谈话', en: 'Talks' }).optional(),
});
const disposed = assessed.extend({ disposal });
export const verifying = disposed.extend({ verification: fixed(verification) });
const filing = z
  .object({ caseNo: line('立案号', 'Case number', 60), kind: choice('立案方式', 'Kind of filing', filingKinds), respondents: z.array(respondent).max(50).meta({ zh: '被审查调查人', en: 'Respondents' }), filedOn: date('立案日期', 'Filed on') })
  .meta({ zh: '立案', en: 'Filing' });
export const knownFiling = filing.extend({ respondents: z.array(knownRespondent).max(50).meta({ zh: '被审查调查人', en: 'Respondents' }) }).meta({ zh: '立案', en: 'Filing' });

const clarification = z.object({ person: line('被反映人', 'Person', 60), mode: choice('澄清方式', 'Mode', clarifyingModes), on: date('澄清日期', 'Clarified on') });
const afterwards = {
  clarified: z.array(clarification).meta({ zh: '澄清正名', en: 'Clarified' }).optional(),
  falseAccusation: z.object({ on: date('认定日期', 'Found on'), grounds: line('认定依据', 'Grounds', 1000) }).meta({ zh: '诬告陷害', en: 'False accusation' }).optional(),
};

/** An accusation that may not be entered here (A25): nothing of it but the day it came. */
const held = z.object({ arrivedOn: date('收到日期', 'Arrived on') });

const merging = z
  .object({ into: clueId, ground: choice('并案理由', 'Ground', mergeGrounds), on: date('并案日期', 'Merged on'), confirmedOn: date('对方接收日期', 'Received there on').optional() })
  .meta({ zh: '并案', en: 'Merging' });

export const { stages: clueStages, ...clue } = process('clue', vocabulary, {
  discovered: { label: text('巡察已发现', 'Discovered'), knows: found.extend({ number: received.shape.number, title: received.shape.title, summary: received.shape.summary, reported: received.shape.reported }) },
  registered: { label: text('已登记', 'Registered'), knows: registered },
  assigned: { label: text('已分办', 'Assigned'), knows: assigned },
  underAssessment: { label: text('研判处置', 'Under assessment'), knows: assessed },
  modestInquiry: { label: text('适当了解', 'Modest inquiry'), knows: disposed },
  talkOrInquiry: { label: text('谈话函询', 'Talk or inquiry'), knows: disposed },
  shelved: { label: text('暂存待查', 'Shelved'), knows: disposed.extend({ shelving: z.object({ reason: line('原因', 'Reason', 500).optional(), reviewOn: date('复查日期', 'Review on').optional() }).meta({ zh: '暂存', en: 'Shelving' }) }) },
  preliminaryVerification: { label: text('初步核实', 'Preliminary verification'), knows: verifying },
  filingProposed: { label: text('拟立案', 'Filing proposed'), knows: disposed },
  convertedToCase: { label: text('已立案', 'Converted to a case'), knows: assessed.extend({ filing: knownFiling }) },
  closed: { label: text('已了结', 'Closed'), knows: assessed.extend({ closing, ...afterwards }) },
  transferredOut: { label: text('已移送', 'Transferred out'), knows: registered.extend({ forwarding: z.object({ to: line('接收机关', 'To', 100).optional(), on: date('移送日期', 'Forwarded on') }).meta({ zh: '移送', en: 'Forwarding' }) }) },
  mergedInto: {
    label: text('已并案', 'Merged'),
    knows: assessed.extend({ merging: fixed(merging) }),
  },
  heldForSuperior: { label: text('待报送上级', 'Held for a superior organ'), knows: held },
  sentUp: { label: text('已报送上级', 'Sent up'), knows: held.extend({ sentUpOn: date('报送日期', 'Sent up on') }) },
});

export type ClueStage = keyof typeof clueStages;

/** Stages of a clue that the organ has in hand and that has not ended. */
export const openStages = ['registered', 'assigned', 'underAssessment', 'modestInquiry', 'talkOrInquiry', 'shelved', 'preliminaryVerification', 'filingProposed'] as const satisfies readonly ClueStage[];
export type OpenStage = (typeof openStages)[number];
type FactsAt<K extends ClueStage> = z.infer<(typeof clueStages)[K]['knows']>;
export type Discovered = FactsAt<'discovered'>;
export type Talking = FactsAt<'talkOrInquiry'>;
export type OpenClue = FactsAt<OpenStage>;
export { filing };
