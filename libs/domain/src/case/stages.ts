import { z } from 'zod';
import { process, text } from '@anjuan/lifecycle';
import { filing } from '../clue/stages';
import { choice, date, fixed, line, persons, streamId, yes } from '../fields';
import { offices } from '../offices';
import { ranks, tracks } from '../people';
import { vocabulary } from '../vocabulary';

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

export const filed = filing.extend({
  respondents: fixed(filing.shape.respondents, 'lanes'),
  clues: z.array(streamId).meta({ zh: '来源线索', en: 'Clues', fixed: true }),
  handlingOffice: choice('承办部门', 'Handling department', offices),
  namedClues: z.array(streamId).meta({ zh: '须反馈的实名举报线索', en: 'Clues whose informant is owed feedback', fixed: true }),
  informed: z.array(z.object({ clue: streamId.meta({ zh: '线索', en: 'Clue' }), on: date('反馈日期', 'Informed on') })).meta({ zh: '已反馈', en: 'Informants told', fixed: true }),
});
const investigating = filed.extend({ team: fixed(persons('审查调查组成员', 'Investigation team', 2)), planApprovedOn: date('方案批准日期', 'Plan approved on') });
const investigated = investigating.extend({
  conclusion: z.object({ on: date('调查终结日期', 'Concluded on'), heard: yes('已与被调查人见面核对事实', 'Facts put to the respondents') }).meta({ zh: '调查终结', en: 'Conclusion' }),
});
const submitted = investigated.extend({ submittedOn: date('移送审理日期', 'Submitted to trial on') });
const tried = submitted.extend({ panel: fixed(persons('审理组成员', 'Trial panel', 2)), acceptedOn: date('受理日期', 'Accepted on') });
const deliberated = tried.extend({ reportedOn: date('审理报告日期', 'Trial report on') });
const lane = z.object({ person: fixed(line('被审查调查人', 'Respondent', 60)), track: fixed(choice('轨道', 'Track', tracks)), rank: choice('干部层级', 'Rank', ranks) });
const decision = z.object({ kind: choice('处分种类', 'Sanction', sanctions), form: choice('形态', 'Form', forms), on: date('决定日期', 'Decided on') }).meta({ zh: '处分决定', en: 'Decision' });
const laneDecided = lane.extend({ decision });
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
    filed: { label: text('已立案', 'Filed'), knows: filed },
    investigating: { label: text('审查调查', 'Investigating'), knows: investigating },
    investigationConcluded: { label: text('调查终结', 'Investigation concluded'), knows: investigated },
    trialSubmitted: { label: text('移送审理', 'Submitted to trial'), knows: submitted },
    trialDeferred: { label: text('暂缓受理', 'Trial deferred'), knows: submitted.extend({ missing: line('待补材料', 'Missing items', 1000) }) },
    inTrial: { label: text('审理', 'In trial'), knows: tried },
    deliberating: { label: label.deliberating, knows: deliberated },
    decided: { label: label.decided, knows: deliberated },
    announced: { label: label.announced, knows: deliberated },
    executing: { label: label.executing, knows: deliberated },
    executed: { label: label.executed, knows: deliberated },
    closed: { label: text('已结案', 'Closed'), knows: deliberated.extend({ closedOn: date('结案日期', 'Closed on') }) },
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
