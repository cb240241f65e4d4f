import { text } from '@anjuan/lifecycle';
import { feedbackLimit } from '../informant';
import type { Respondent } from '../people';
import { allDecided, type Decided } from './all-decided';
import { undecided, type PaperRow } from './on-paper';
import { absenceOf, entryOf, type Absence } from './beside';
import { kase } from './stages';

type Case = {
  readonly facts: {
    readonly filedOn?: string | undefined;
    readonly respondents?: readonly Respondent[] | undefined;
    readonly onPaper?: readonly PaperRow[] | undefined;
    readonly absences?: readonly Absence[] | undefined;
    readonly liuzhiReleases?: readonly { readonly person: string; readonly on: string }[] | undefined;
  };
  readonly lanes: readonly Decided[];
};

/** Those still to be decided; in the end, those who were decided last. */
const waiting = ({ facts: { respondents = [], onPaper }, lanes }: Case): readonly string[] => {
  const persons = undecided({ respondents, onPaper }).map(({ person }) => person);
  const decidedOn = (person: string) => allDecided(lanes.filter(({ facts }) => facts.person === person));
  const open = persons.filter((person) => decidedOn(person) === undefined);
  return open.length > 0 ? open : persons.filter((person) => decidedOn(person) === allDecided(lanes));
};

/** Since when a person who has not been caught is at large. */
const atLargeSince = ({ facts }: Case, person: string): string | undefined => {
  const absence = absenceOf(facts.absences, person);
  return absence?.capturedOn === undefined ? absence?.fledOn : undefined;
};

/** IR 215: each one's year begins with the filing, and anew with a capture or the release from detention, until the decision. The earliest counts. */
const yearBegins = (kase: Case): string | undefined => {
  const { filedOn, absences = [], liuzhiReleases } = kase.facts;
  // Whoever is handed over after the decision is released from detention then: no year begins with that.
  const ended = allDecided(kase.lanes);
  const begins = (person: string) =>
    [filedOn, ...absences.filter((each) => each.person === person).map(({ capturedOn }) => capturedOn), entryOf(liuzhiReleases, person)?.on].filter((date) => date !== undefined && (ended === undefined || date <= ended)).sort().at(-1);
  const here = waiting(kase).filter((person) => atLargeSince(kase, person) === undefined);
  // Where all are at large, it is the year that stands still.
  return (here.length > 0 ? here : waiting(kase)).map(begins).sort()[0] ?? filedOn;
};

/** While everyone who is still waited for is at large no year runs. */
const yearStandsStill = (kase: Case) => {
  const since = waiting(kase).map((person) => atLargeSince(kase, person));
  return since.length > 0 && since.every((date) => date !== undefined) ? [{ from: since.sort().at(-1)! }] : []; // not empty
};

export const L5 = kase.clock({
  ...feedbackLimit,
  starts: ({ facts, lanes }) => (facts.namedClues?.length ? (allDecided(lanes) ?? facts.withdrawal?.on) : undefined),
  stops: ({ facts }) => (facts.namedClues?.every((clue) => facts.informed?.some((each) => each.clue === clue)) ? facts.informed?.map(({ on }) => on).sort().at(-1) : undefined),
});

export const L29 = kase.clock({
  label: text('审查调查至处分决定', 'From filing to decision'),
  basis: ['IR 215'],
  force: 'statute',
  budget: { unit: 'years', n: 1 },
  waitsFor: text('作出处分决定', 'the decision on every respondent'),
  starts: yearBegins,
  stops: ({ facts, lanes }) => allDecided(lanes) ?? facts.withdrawal?.on,
  suspended: yearStandsStill,
  extension: { atMost: { unit: 'months', n: 6 }, times: 1, approvedBy: ['upperOrgan'] },
});

/** CIR 39: of the Party's own procedure; longer by whoever approved the filing. */
export const L30 = kase.clock({
  label: text('党纪案件审查', 'Investigation on the Party track'),
  basis: ['CIR 39'],
  force: 'partyRule',
  budget: { unit: 'months', n: 3 },
  waitsFor: text('形成审查调查报告', 'the investigation to be concluded'),
  starts: ({ facts }) => (facts.respondents?.some(({ tracks }) => tracks.includes('party')) ? facts.filedOn : undefined),
  stops: ({ facts }) => facts.conclusion?.on ?? facts.submittedOn ?? facts.withdrawal?.on,
  extension: { atMost: { unit: 'months', n: 1 }, times: 1, approvedBy: ['partyChief'] },
});

export const L31 = kase.clock({
  label: text('审理', 'Trial'),
  basis: ['IR 224', 'WR 55'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('审理室提交审理报告', 'the trial office to report'),
  // IR 226: a reinvestigated case has a new month from its resubmission; what a supplement takes does not count.
  starts: ({ facts }) => facts.resubmittedOn ?? facts.acceptedOn,
  stops: ({ facts, stage }) => facts.reportedOn ?? facts.withdrawal?.on ?? (stage === 'returnedReinvestigate' ? facts.returned?.on : undefined),
  suspended: ({ facts }) => facts.supplements ?? [],
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

export const L35 = kase.clock({
  label: text('报告党纪处分执行情况', 'Report the execution of the party sanction'),
  basis: ['DR18 42'],
  force: 'partyRule',
  budget: { unit: 'months', n: 6 },
  each: 'lane',
  waitsFor: text('所在党组织报告执行情况', 'the Party organization to report'),
  starts: ({ lane }) => (lane?.facts.track === 'party' && lane.facts.decision?.kind !== 'none' ? lane.facts.decision?.on : undefined),
  stops: ({ lane }) => lane?.facts.executedOn,
});
