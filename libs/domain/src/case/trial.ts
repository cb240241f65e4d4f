import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line, persons } from '../fields';
import { undecided } from './on-paper';
import { respondentRefusal } from './beside';
import { kase } from './stages';

const sitting = z.object({ panel: persons('审理组成员', 'Trial panel', 2) });
const tries = { name: 'trial', persons: ({ panel }: z.infer<typeof sitting>) => panel } as const;

/** K6: complete, so accepted; the trial's month starts here. Investigators and verifiers may not sit (A6). */
export const acceptTrial = kase.transition({
  label: text('受理审理', 'Accept for trial'),
  ref: 'K6',
  basis: ['IR 221', 'IR 222', 'WR 55'],
  from: ['trialSubmitted'],
  to: 'inTrial',
  by: 'trialOffice',
  needs: ['acceptanceNote'],
  duty: tries,
  asks: sitting,
  records: 'TrialAccepted',
  then: (facts, asked, { on }) => ({ ...facts, panel: asked.panel, acceptedOn: on }),
});

/** K6: materials are missing; deferral needs approval. */
export const deferTrial = kase.transition({
  label: text('暂缓受理', 'Defer the trial'),
  ref: 'K6',
  basis: ['IR 221'],
  from: ['trialSubmitted'],
  to: 'trialDeferred',
  by: 'trialOffice',
  needs: ['missingItemsList'],
  approvedBy: () => ['leader'],
  asks: z.object({ missing: line('待补材料', 'Missing items', 1000) }),
  records: 'TrialDeferred',
  then: ({ resubmittedOn: _, ...facts }, { missing }) => ({ ...facts, missing }), // what is incomplete starts no month
});

/** K7b: the missing items are there; the trial's month starts only now. */
export const completeMaterials = kase.transition({
  label: text('材料补正后受理', 'Accept after completion'),
  ref: 'K7b',
  basis: ['IR 221', 'IR 222'],
  from: ['trialDeferred'],
  to: 'inTrial',
  by: 'trialOffice',
  needs: ['missingItemsList', 'acceptanceNote'],
  duty: tries,
  asks: sitting,
  records: 'TrialAccepted',
  then: ({ missing: _, ...facts }, asked, { on }) => ({ ...facts, panel: asked.panel, acceptedOn: on }),
});

/** K7: owed in principle after liuzhi with prosecution, possible illegal evidence, disagreement, or on request. */
export const talkWithRespondent = kase.staying({
  label: text('审理谈话', 'Talk with the respondent'),
  ref: 'K7',
  basis: ['IR 225'],
  from: ['inTrial'],
  by: 'trialOffice',
  needs: ['otherPaper'],
  duty: { name: 'trial', persons: ({ talkers }) => talkers },
  asks: z.object({ respondent: line('谈话对象', 'Respondent', 60), talkers: persons('谈话人员', 'Held by', 2) }),
  records: 'TrialTalkHeld',
  refuses: ({ respondents }, { respondent }) => respondentRefusal('IR 225', respondents, respondent),
  then: () => ({}),
});

/** K10: the panel's collective opinion. From here on each respondent goes on by track. */
export const submitTrialReport = kase.transition({
  label: text('提交审理报告', 'Submit the trial report'),
  ref: 'K10',
  basis: ['IR 224', 'IR 227', 'WR 55'],
  from: ['inTrial'],
  to: 'deliberating',
  by: 'trialOffice',
  needs: ['trialReport'],
  duty: { name: 'trial' },
  approvedBy: () => ['chief'],
  asks: z.object({}),
  records: 'TrialReportSubmitted',
  refuses: (facts) => {
    const tried = undecided(facts);
    if (tried.length === 0) return refusal('IR 224', '本案没有被审查调查人，不能提交审理报告', 'the case has no respondent to report on', { field: 'respondents', value: facts.respondents });
    const bare = tried.find(({ tracks }) => tracks.length === 0);
    return bare && refusal('no-track', `${bare.person} 的立案轨道台账未载，请先更正`, `the ledger told no track for ${bare.person}; correct the respondents first`, { field: 'respondents', value: bare.person });
  },
  then: (facts, _, { on }) => ({ ...facts, reportedOn: on }),
  lanes: (facts) => undecided(facts).flatMap(({ person, rank, tracks }) => tracks.map((track) => ({ key: `${person}/${track}`, stage: 'deliberating', facts: { person, rank, track } }))),
});
