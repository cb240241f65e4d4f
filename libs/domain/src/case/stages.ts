import { z } from 'zod';
import { process, text } from '@anjuan/lifecycle';
import { knownFiling } from '../clue/stages';
import { choice, date, fixed, line, persons, streamId, yes } from '../fields';
import { offices } from '../offices';
import { knownRank, tracks } from '../people';
import { paperRow } from './on-paper';
import { vocabulary } from '../vocabulary';
import { beside } from './beside';

/** DR 5, forms 2 to 4; form 1 ends a clue without a case. */
export const forms = { form2: text('第二种形态', 'Form 2'), form3: text('第三种形态', 'Form 3'), form4: text('第四种形态', 'Form 4') } as const;

export const sanctions = {
  none: text('免予处分', 'No sanction'),
  warning: text('警告', 'Warning'),
  seriousWarning: text('严重警告（党纪）', 'Serious warning (party)'),
  removal: text('撤销党内职务', 'Removal from Party posts'),
  probation: text('留党察看', 'Probation within the Party'),
  expulsion: text('开除党籍', 'Expulsion from the Party'),
  demerit: text('记过（政务）', 'Demerit (state)'),
  majorDemerit: text('记大过（政务）', 'Major demerit (state)'),
  demotion: text('降级（政务）', 'Demotion (state)'),
  dismissal: text('撤职（政务）', 'Dismissal from post (state)'),
  discharge: text('开除（政务）', 'Discharge (state)'),
} as const;
export type Sanction = keyof typeof sanctions;

export const withdrawalGrounds = {
  noEvidence: text('没有证据证明存在违法犯罪事实', 'No evidence of a violation'),
  insufficient: text('现有证据不足以证明', 'The evidence is not sufficient'),
  noLiability: text('依法不应追究责任', 'No liability by law'),
} as const;

export const filed = knownFiling.extend({
  respondents: fixed(knownFiling.shape.respondents, 'lanes'),
  clues: z.array(streamId).meta({ zh: '来源线索', en: 'Clues', fixed: true }),
  handlingOffice: choice('承办部门', 'Handling department', offices).optional(),
  namedClues: z.array(streamId).meta({ zh: '须反馈的实名举报线索', en: 'Clues whose informant is owed feedback', fixed: true }),
  informed: z.array(z.object({ clue: streamId.meta({ zh: '线索', en: 'Clue' }), on: date('反馈日期', 'Informed on') })).meta({ zh: '已反馈', en: 'Informants told', fixed: true }),
  onPaper: fixed(z.array(paperRow).meta({ zh: '台账所载', en: 'As the ledger has it' })).optional(),
});
const begun = filed.extend(beside);
const investigating = begun.extend({ team: fixed(persons('审查调查组成员', 'Investigation team', 2)), planApprovedOn: date('方案批准日期', 'Plan approved on') });
const investigated = investigating.extend({
  conclusion: z.object({ on: date('调查终结日期', 'Concluded on'), heard: yes('已与被调查人见面核对事实', 'Facts put to the respondents') }).meta({ zh: '调查终结', en: 'Conclusion' }),
});
// A simple case filed and submitted at once has no plan (IR 212).
const submitted = investigated.partial({ planApprovedOn: true }).extend({ submittedOn: date('移送审理日期', 'Submitted to trial on'), resubmittedOn: date('重新移送审理日期', 'Submitted again on').optional() });
const tried = submitted.extend({ panel: fixed(persons('审理组成员', 'Trial panel', 2)), acceptedOn: date('受理日期', 'Accepted on'), supplements: z.array(z.object({ from: date('退回日期', 'Returned on'), to: date('补充完毕日期', 'Supplemented on').optional() })).meta({ zh: '退回补充调查', en: 'Supplements' }).optional() });
const returned = z.object({ on: date('退回日期', 'Returned on'), reasons: line('理由和方向', 'Reasons and directions', 1000) }).meta({ zh: '退回', en: 'Return' });
const withdrawal = z
  .object({
    on: date('撤案日期', 'Withdrawn on'),
    ground: choice('撤案理由', 'Ground', withdrawalGrounds),
    harmed: yes('造成不良影响，须澄清', 'Harm was done, to be cleared up'),
    announcedOn: date('宣布并通知单位日期', 'Announced on').optional(),
    clarifiedOn: date('澄清日期', 'Cleared up on').optional(),
    reportedOn: date('报上级备案日期', 'Recorded above on').optional(),
    refiledAs: line('重新立案的立案号', 'Filed again as', 60).optional(),
  })
  .meta({ zh: '撤案', en: 'Withdrawal', fixed: true });
const deliberated = tried.extend({ reportedOn: date('审理报告日期', 'Trial report on') });
const lane = z.object({ person: fixed(line('被审查调查人', 'Respondent', 60)), track: fixed(choice('轨道', 'Track', tracks)), rank: knownRank });
const decision = z.object({ kind: choice('处分种类', 'Sanction', sanctions), form: choice('形态', 'Form', forms), on: date('决定日期', 'Decided on') }).meta({ zh: '处分决定', en: 'Decision' });
const laneDecided = lane.extend({ decision, firstDecidedOn: date('首次决定日期', 'First decided on').optional(), formerDecisions: fixed(z.array(decision).meta({ zh: '此前决定', en: 'Earlier decisions' })).optional() });
const laneAnnounced = laneDecided.extend({ announcedOn: date('宣布（送达）日期', 'Announced or delivered on') });

const label = {
  deliberating: text('审议', 'Deliberating'),
  decided: text('已决定', 'Decided'),
  announced: text('已宣布', 'Announced'),
  executing: text('执行中', 'Executing'),
  executed: text('已执行', 'Executed'),
};

export const { stages: caseStages, ...kase } = process(
  'case',
  vocabulary,
  {
    filed: { label: text('已立案', 'Filed'), knows: begun },
    investigating: { label: text('审查调查', 'Investigating'), knows: investigating },
    investigationConcluded: { label: text('调查终结', 'Investigation concluded'), knows: investigated },
    trialSubmitted: { label: text('移送审理', 'Submitted to trial'), knows: submitted },
    trialDeferred: { label: text('暂缓受理', 'Trial deferred'), knows: submitted.extend({ missing: line('待补材料', 'Missing items', 1000) }) },
    inTrial: { label: text('审理', 'In trial'), knows: tried },
    returnedReinvestigate: { label: text('退回重新调查', 'Returned for reinvestigation'), knows: tried.extend({ returned }) },
    returnedSupplement: { label: text('退回补充调查', 'Returned for supplement'), knows: tried.extend({ returned }) },
    deliberating: { label: label.deliberating, knows: deliberated },
    decided: { label: label.decided, knows: deliberated },
    announced: { label: label.announced, knows: deliberated },
    executing: { label: label.executing, knows: deliberated },
    executed: { label: label.executed, knows: deliberated },
    closed: { label: text('已结案', 'Closed'), knows: deliberated.extend({ closedOn: date('结案日期', 'Closed on') }) },
    concludedOnPaper: { label: text('已办结（账册接管）', 'Concluded on paper'), knows: begun.extend({ concludedOn: date('办结日期', 'Concluded on') }) },
    withdrawn: { label: text('已撤案', 'Withdrawn'), knows: begun.extend({ team: investigating.shape.team, withdrawal }) },
  },
  // From deliberation on the stage belongs to respondent × track; the case shows the least advanced.
  {
    by: z.object({ respondent: line('被审查调查人', 'Respondent', 60), track: choice('轨道', 'Track', tracks) }),
    key: ({ respondent, track }) => `${respondent}/${track}`,
    stages: {
      deliberating: { label: label.deliberating, knows: lane },
      decided: { label: label.decided, knows: laneDecided },
      announced: { label: label.announced, knows: laneAnnounced },
      executing: { label: label.executing, knows: laneAnnounced },
      executed: { label: label.executed, knows: laneAnnounced.extend({ executedOn: date('执行完毕日期', 'Executed on') }) },
    },
  },
);

export type CaseStage = keyof typeof caseStages;
