import { text } from '@anjuan/lifecycle';
import { feedbackLimit } from '../informant';
import { kase } from './stages';

type Decided = { readonly facts: { readonly decision?: { readonly on: string } | undefined } };

/** The day the last respondent was decided on; undefined while one is not. */
const allDecided = (lanes: readonly Decided[]): string | undefined => {
  const dates = lanes.map(({ facts }) => facts.decision?.on);
  return dates.length > 0 && dates.every((date) => date !== undefined) ? dates.sort().at(-1) : undefined;
};

export const L5 = kase.clock({
  ...feedbackLimit,
  starts: ({ facts, lanes }) => (facts.namedClues?.length ? allDecided(lanes) : undefined),
  stops: ({ facts }) => (facts.namedClues?.every((clue) => facts.informed?.some((each) => each.clue === clue)) ? facts.informed?.map(({ on }) => on).sort().at(-1) : undefined),
});

export const L29 = kase.clock({
  label: text('审查调查至处分决定', 'From filing to decision'),
  basis: ['IR 215'],
  force: 'statute',
  budget: { unit: 'years', n: 1 },
  waitsFor: text('作出处分决定', 'the decision on every respondent'),
  starts: ({ facts }) => facts.filedOn,
  stops: ({ lanes }) => allDecided(lanes),
  extension: { atMost: { unit: 'months', n: 6 }, times: 1, approvedBy: ['upperOrgan'] },
});

export const L31 = kase.clock({
  label: text('审理', 'Trial'),
  basis: ['IR 224', 'WR 55'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('审理室提交审理报告', 'the trial office to report'),
  starts: ({ facts }) => facts.acceptedOn,
  stops: ({ facts }) => facts.reportedOn,
  // "Major or complex: may extend with approval", its length unstated: bounded here by the limit itself, approved by the chief.
  extension: { atMost: { unit: 'months', n: 1 }, times: 1, approvedBy: ['chief'] },
});

export const L32 = kase.clock({
  label: text('宣布党纪处分', 'Announce the party sanction'),
  basis: ['WR 56'],
  force: 'partyRule',
  budget: { unit: 'months', n: 1 },
  each: 'lane',
  waitsFor: text('宣布处分决定', 'the decision to be announced'),
  starts: ({ lane }) => (lane?.facts.track === 'party' ? lane.facts.decision?.on : undefined),
  stops: ({ done }) => done('announce'),
});

export const L33 = kase.clock({
  label: text('送达政务处分决定', 'Deliver the state sanction'),
  basis: ['IR 233'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  each: 'lane',
  waitsFor: text('送达处分决定', 'the decision to be delivered'),
  starts: ({ lane }) => (lane?.facts.track === 'state' ? lane.facts.decision?.on : undefined),
  stops: ({ done }) => done('announce'),
});

/** One month; in special cases, with approval, up to six in all (DL 54). */
export const L34 = kase.clock({
  label: text('执行政务处分', 'Execute the state sanction'),
  basis: ['IR 233', 'DL 54'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  each: 'lane',
  waitsFor: text('所在单位执行并报告', 'the unit to execute and report'),
  starts: ({ lane }) => (lane?.facts.track === 'state' && lane.facts.decision?.kind !== 'none' ? lane.facts.decision?.on : undefined),
  stops: ({ lane }) => lane?.facts.executedOn,
  extension: { atMost: { unit: 'months', n: 5 }, times: 1, approvedBy: ['chief'] },
});
