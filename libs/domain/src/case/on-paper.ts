import { z } from 'zod';
import type { Matter } from '@anjuan/lifecycle';
import { date, streamId } from '../fields';
import { ledger } from '../ledger';
import { higher, knownPerson, type Respondent } from '../people';

/** A row of a ledger that names a case: a person, when they were filed, and what the ledger says was decided. */
export const paperRow = z
  .strictObject({
    clue: streamId.meta({ zh: '线索', en: 'Clue' }),
    respondent: knownPerson,
    filedOn: date('立案日期', 'Filed on'),
    ledger,
  })
  .meta({ zh: '台账行', en: 'Row of a ledger' });
export type PaperRow = z.infer<typeof paperRow>;

type Decided = { readonly respondents: readonly Respondent[]; readonly onPaper?: readonly PaperRow[] | undefined };
type Here = Decided & { readonly clues: readonly string[]; readonly filedOn?: string };

/** The day it ended on paper for the person of the row. */
const endOf = ({ ledger }: PaperRow): string | undefined => ledger.sanctionedOn ?? ledger.closedOn;

/** Those whom no decision on paper has dealt with: they alone are tried. */
export const undecided = ({ respondents, onPaper = [] }: Decided): readonly Respondent[] =>
  respondents.filter(({ person }) => !onPaper.some((row) => row.respondent.person === person && endOf(row) !== undefined));

/** One person filed by two clues is one respondent, on all the tracks either names. */
export const join = (here: readonly Respondent[], more: readonly Respondent[]): Respondent[] => [
  ...here.map((respondent) => {
    const again = more.find(({ person }) => person === respondent.person);
    return again ? { ...respondent, rank: higher(respondent.rank, again.rank), tracks: [...new Set([...respondent.tracks, ...again.tracks])] } : respondent;
  }),
  ...more.filter(({ person }) => !here.some((respondent) => respondent.person === person)),
];

/** Whoever is filed later than the case bears the date of it (RM3). */
export const filedLater = (respondents: readonly Respondent[], on: string, first: string): Respondent[] => respondents.map((respondent) => ({ ...respondent, ...(on > first && { filedOn: on }) }));

/** Nothing is known of a case that is taken over. */
export const nothing: Here = { respondents: [], clues: [] };

/** The case with these rows beside what is known of it. */
export const withRows = (here: Here, rows: readonly PaperRow[]) => {
  const filedOn = [here.filedOn, ...rows.map((row) => row.filedOn)].filter((date) => date !== undefined).sort()[0]!; // rows are not empty
  const people = rows.reduce<Respondent[]>((known, { respondent, filedOn: on }) => join(known, filedLater([{ ...respondent, tracks: [] }], on, filedOn)), []);
  return { filedOn, respondents: join(here.respondents, people), clues: [...here.clues, ...rows.map(({ clue }) => clue)], onPaper: [...(here.onPaper ?? []), ...rows] };
};

export const isConcluded = (here: Here, rows: readonly PaperRow[]): boolean => undecided(withRows(here, rows)).length === 0;

/** The case as it ended on paper, on the day of its last row. */
export const concluded = (here: Here, rows: readonly PaperRow[]) => {
  const known = withRows(here, rows);
  return { ...known, concludedOn: known.onPaper.flatMap((row) => endOf(row) ?? []).sort().at(-1)! }; // everyone's part has ended
};

type About = { readonly caseNo: string; readonly handlingOffice?: string };
type TakeOver = { readonly name: string; readonly asked: object; readonly on: string; readonly fresh: readonly string[] };

/** What to ask of the case so that these rows are in it, given how it stands, dated as the rows are, with the clues that are new to it; undefined when it holds them all. */
export const takeOverCaseBy = (standing: Matter | undefined, rows: readonly PaperRow[], about: About): TakeOver | undefined => {
  const here = standing ? (standing.facts as unknown as Here) : nothing; // the facts of every stage of a case hold these
  const fresh = rows.filter(({ clue }) => !here.clues.includes(clue));
  if (fresh.length === 0) return undefined;
  const ends = isConcluded(here, fresh);
  const clues = fresh.map(({ clue }) => clue);
  if (!standing) return { name: ends ? 'takeOverConcludedCase' : 'takeOverCase', asked: { ...about, rows: fresh }, on: ends ? concluded(here, fresh).concludedOn : withRows(here, fresh).filedOn, fresh: clues };
  const ended = standing.stage === 'concludedOnPaper';
  const name = ends ? (ended ? 'takeOverMoreConcluded' : 'concludeOnPaper') : ended ? 'resumeFromPaper' : 'takeOverMore';
  const dates = [...standing.acts.map(({ on }) => on), ...fresh.map((row) => endOf(row) ?? row.filedOn)];
  return { name, asked: { rows: fresh }, on: dates.sort().at(-1)!, fresh: clues }; // a matter begins with an act
};
