import { text, type CivilDate, type Lifecycle, type Matter } from '@anjuan/lifecycle';
import { fromFiling } from './case/beside';
import type { PaperRow } from './case/on-paper';
import { disposalWays, openStages } from './clue/stages';
import { ledgerForms, type Ledger } from './ledger';
import type { Respondent } from './people';

/** What is counted, by the day it happened (domain §7 RM1–RM10). */
export const figures = {
  received: text('受理线索（件）', 'Clues received'),
  disposed: text('处置线索（件）', 'Clues disposed of'),
  casesFiled: text('立案（件）', 'Cases filed'),
  personsFiled: text('立案（人）', 'Persons filed'),
  selfHandledPersonsFiled: text('其中本单位自办（人）', 'of them handled by this organ'),
  sanctionedPersons: text('处分（人）', 'Persons sanctioned'),
  form1: ledgerForms.form1,
  form2: ledgerForms.form2,
  form3: ledgerForms.form3,
  form4: ledgerForms.form4,
  transferredToProcuratorate: text('移送司法（人）', 'Persons transferred to the procuratorate'),
  closedWithoutAction: text('未处理了结（件）', 'Closed without action'),
  recoveredFen: text('追缴金额', 'Recovered'),
  open: text('未办结', 'Open'),
} as const;
export type FigureName = keyof typeof figures;
export const figureNames = Object.keys(figures) as [FigureName, ...FigureName[]];

/**
 * One matter's share in a figure. `by`: the source, or the stage it was open in, until that day. `n` is -1 where a later decision takes it out again,
 * in the period of the change (§8.19). Of persons each counts once in a period, whatever the number of marks.
 */
export type FigureMark = { readonly figure: FigureName; readonly on: CivilDate; readonly until?: CivilDate; readonly by?: string; readonly person?: string; readonly n: number; readonly fen?: number };

type Closing = { readonly on: CivilDate; readonly measure: string; readonly level?: string };
type Clue = {
  readonly source?: string; readonly receivedOn?: CivilDate; readonly parent?: object; readonly reported?: readonly { readonly person: string }[];
  readonly disposal?: { readonly on: CivilDate }; readonly closing?: Closing; readonly formerClosings?: readonly Closing[]; readonly filing?: object; readonly ledger?: Ledger;
};
type Decision = { readonly kind: string; readonly form: FigureName; readonly on: CivilDate };
type Case = {
  readonly filedOn: CivilDate; readonly respondents: readonly Respondent[]; readonly onPaper?: readonly PaperRow[]; readonly concludedOn?: CivilDate;
  readonly recoveries?: readonly { readonly person: string; readonly kind: string; readonly fen: number; readonly on: CivilDate }[];
};
type Decided = { readonly person: string; readonly decision?: Decision; readonly formerDecisions?: readonly Decision[] };

const one = (figure: FigureName, on: CivilDate, more: Partial<FigureMark> = {}): FigureMark => ({ figure, on, n: 1, ...more });

/** Stages the matter came through, with the day it came there: from its acts, and before them from the ledger it was taken over from. */
type Station = { readonly stage: string; readonly on: CivilDate };

const stageOfWay: Readonly<Record<string, string>> = {
  modestInquiry: 'modestInquiry', talkOrInquiry: 'talkOrInquiry', preliminaryVerification: 'preliminaryVerification', shelved: 'shelved', filing: 'filingProposed',
};
const wayIn = new Map(Object.entries(disposalWays).map(([way, { zh }]) => [zh as string, way]));

const onPaperBefore = ({ process, facts, takenOver }: Matter, landed: CivilDate): readonly Station[] => {
  if (!takenOver) return [];
  if (process === 'case') return [{ stage: 'filed', on: (facts as unknown as Case).filedOn }];
  const { receivedOn, ledger } = facts as Clue;
  const disposed = ledger?.disposedOn !== undefined && ledger.disposedOn < landed ? [{ stage: stageOfWay[wayIn.get(ledger.way ?? '') ?? ''] ?? 'underAssessment', on: ledger.disposedOn }] : [];
  return receivedOn === undefined ? disposed : [{ stage: 'registered', on: receivedOn }, ...disposed];
};

/** The day it came in: received before it was registered; a part split off, when it was split off. */
const beganOn = ({ process, facts, openedOn }: Matter): CivilDate => {
  const { receivedOn = openedOn, parent } = facts as Clue;
  const first = process === 'case' ? (facts as unknown as Case).filedOn : parent ? openedOn : receivedOn;
  return first < openedOn ? first : openedOn;
};

const stations = (lifecycle: Lifecycle, matter: Matter): readonly Station[] => {
  const lanes = new Map<string, string>();
  const acted = matter.acts.flatMap(({ kind, row: name, on, lane }): Station[] => {
    const row = lifecycle.rows[name];
    if (kind !== 'done' || row?.to === undefined) return [];
    if (lane !== undefined) lanes.set(lane, row.to);
    // Every lane begins where the matter came when they opened.
    else if (lifecycle.laneStages.includes(row.to)) for (const key of Object.keys(matter.lanes)) lanes.set(key, row.to);
    const least = Math.min(...[...lanes.values()].map((stage) => lifecycle.laneStages.indexOf(stage)));
    return [{ stage: lane === undefined ? row.to : lifecycle.laneStages[least]!, on }]; // the lane was just set
  });
  const [first, ...rest] = acted;
  if (!first) return [];
  const paper = onPaperBefore(matter, first.on);
  // A later row of the ledger may have ended after the case was taken over as concluded.
  const landed = first.stage === 'concludedOnPaper' && rest.length === 0 ? ((matter.facts as unknown as Case).concludedOn ?? first.on) : first.on;
  return [...paper, { ...first, on: matter.takenOver ? landed : beganOn(matter) }, ...rest];
};

const counted: ReadonlySet<string> = new Set([...openStages, ...fromFiling]);

const openMarks = (all: readonly Station[]): readonly FigureMark[] =>
  all.flatMap(({ stage, on }, i): FigureMark[] => {
    const until = all[i + 1]?.on;
    return counted.has(stage) && (until === undefined || until > on) ? [one('open', on, { by: stage, ...(until !== undefined && { until }) })] : [];
  });

/** A clue is disposed of once: when a way was first chosen for it (RM2). */
const firstDisposal = ({ disposal, ledger }: Clue, all: readonly Station[]): CivilDate | undefined => {
  const left = new Set(Object.values(stageOfWay)).add('closed');
  const chosen = all.filter(({ stage }, i) => left.has(stage) && all[i - 1]?.stage === 'underAssessment').map(({ on }) => on);
  const dates = ledger?.disposedOn === undefined ? chosen : [ledger.disposedOn, ...chosen];
  return dates.length > 1 ? dates[0] : disposal?.on;
};

const isForm = (form: string | undefined): form is 'form2' | 'form3' | 'form4' => form === 'form2' || form === 'form3' || form === 'form4';

/** What a row of a ledger says was decided about the person. */
const paperDecision = (person: string | undefined, { sanctionedOn, form, transferredOn, recoveredFen }: Ledger): readonly FigureMark[] => [
  ...(sanctionedOn === undefined ? [] : [
    one('sanctionedPersons', sanctionedOn, person === undefined ? {} : { person }),
    ...(isForm(form) ? [one(form, sanctionedOn)] : []),
    ...(recoveredFen ? [one('recoveredFen', sanctionedOn, { fen: recoveredFen })] : []),
  ]),
  ...(transferredOn === undefined ? [] : [one('transferredToProcuratorate', transferredOn)]),
];

/** Closed on paper: the ledger names a form, or none. */
const paperClosing = (on: CivilDate, form: keyof typeof ledgerForms | undefined): readonly FigureMark[] => (form === 'form1' ? [one('form1', on)] : form === undefined ? [one('closedWithoutAction', on)] : []);

const closingMarks = ({ closing, formerClosings = [], ledger }: Clue): readonly FigureMark[] =>
  [...formerClosings, ...(closing ? [closing] : [])].flatMap(({ on, measure, level }) => (ledger && level === undefined ? paperClosing(on, ledger.form) : [one(measure === 'none' ? 'closedWithoutAction' : 'form1', on)]));

const clueMarks = (facts: Clue, all: readonly Station[]): readonly FigureMark[] => {
  const { source, receivedOn, parent, filing, ledger, reported } = facts;
  const by = source === undefined ? {} : { by: source };
  const disposed = firstDisposal(facts, all);
  return [
    ...(receivedOn === undefined || parent ? [] : [one('received', receivedOn, by)]),
    ...(disposed === undefined ? [] : [one('disposed', disposed, by)]),
    ...closingMarks(facts),
    ...(ledger && !filing ? paperDecision(reported?.[0]?.person, ledger) : []),
  ];
};

const filedMark = (on: CivilDate, person: string, own: boolean) => [one('personsFiled', on, { person }), ...(own ? [one('selfHandledPersonsFiled', on, { person })] : [])];

/** A person counts at the highest form once: a higher or a changed one takes the place of the one before on the day of its decision. */
const formMarks = (decisions: readonly Decision[][]): readonly FigureMark[] => {
  const dates = [...new Set(decisions.flat().map(({ on }) => on))].sort();
  const highest = dates.map((date) => decisions.flatMap((track) => track.findLast(({ on }) => on <= date)?.form ?? []).sort().at(-1)!); // each date is a decision's
  return dates.flatMap((on, i) => (highest[i] === highest[i - 1] ? [] : [...(i > 0 ? [one(highest[i - 1]!, on, { n: -1 })] : []), one(highest[i]!, on)]));
};

const decisionMarks = (lanes: readonly Decided[]): readonly FigureMark[] =>
  [...new Set(lanes.map(({ person }) => person))].flatMap((person) => {
    const tracks = lanes.filter((lane) => lane.person === person && lane.decision).map(({ decision, formerDecisions = [] }) => [...formerDecisions, decision!]); // filtered on this line
    const sanctioned = new Set(tracks.flat().flatMap(({ kind, on }) => (kind === 'none' ? [] : [on])));
    return [...[...sanctioned].map((on) => one('sanctionedPersons', on, { person })), ...formMarks(tracks)];
  });

/** Two rows of a ledger, or two tracks, that sanction a person on one day are one sanctioned person. */
const oncePerPerson = (marks: readonly FigureMark[]): readonly FigureMark[] =>
  marks.filter(({ figure, on, person }, i) => figure !== 'sanctionedPersons' || marks.findIndex((mark) => mark.figure === figure && mark.on === on && mark.person === person) === i);

const caseMarks = ({ filedOn, respondents, onPaper = [], recoveries = [] }: Case, { acts, lanes }: Matter): readonly FigureMark[] => [
  one('casesFiled', filedOn),
  ...onPaper.flatMap(({ respondent: { person }, filedOn: on, ledger }) => [
    ...filedMark(on, person, ledger.organ === 'own'),
    ...paperDecision(person, ledger),
    ...(ledger.closedOn === undefined ? [] : paperClosing(ledger.closedOn, ledger.form)),
  ]),
  ...respondents.filter(({ person }) => !onPaper.some(({ respondent }) => respondent.person === person)).flatMap(({ person, filedOn: on = filedOn }) => filedMark(on, person, true)),
  ...decisionMarks(Object.values(lanes).map(({ facts }) => facts as unknown as Decided)), // what every lane stage knows
  ...acts.filter(({ kind, row }) => kind === 'done' && row === 'transferToProcuratorate').map(({ on }) => one('transferredToProcuratorate', on)),
  ...recoveries.filter(({ kind }) => kind === 'recover').map(({ fen, on }) => one('recoveredFen', on, { fen })),
];

/** Everything the matter adds to the figures: from its facts and dated acts alone, whatever other matters say. */
export const figureMarks = (lifecycle: Lifecycle, matter: Matter): readonly FigureMark[] => {
  const all = stations(lifecycle, matter);
  switch (matter.process) {
    case 'clue':
      return [...clueMarks(matter.facts as Clue, all), ...openMarks(all)];
    case 'case':
      return [...oncePerPerson(caseMarks(matter.facts as unknown as Case, matter)), ...openMarks(all)];
    default:
      return [];
  }
};
