import { hash } from 'node:crypto';
import { disposalWays, handlingOffices, offices, takeOverCaseBy, type PaperRow } from '@anjuan/domain';
import type { Actor, CivilDate, Command, Matter } from '@anjuan/lifecycle';
import type { LedgerRow } from './row';

/** Who takes over, who vouches for the ledger, and where matters are kept: as the door says. */
export type TakingOver = {
  /** sha256 of the file's bytes, in hex. */
  readonly file: string;
  readonly vouchedBy: string;
  readonly actor: Actor;
  readonly door: {
    readonly openingStream: (process: 'clue', command: Pick<Command, 'id' | 'name' | 'asked'>) => string;
    readonly streamOf: (process: 'case', number: string) => string;
  };
};

/** A row as the command that takes its clue over. Its id is the row's content: the same row from another file is the same command. */
export type TakenClue = { readonly row: number; readonly number: string; readonly command: Command };

/** A case with all its people. Sent after their clues, to the history of the first of them; what the case holds already is left out, and with nothing left there is no command. */
export type TakenCase = {
  readonly caseNo: string;
  readonly stream: string;
  /** Rows of the ledger, and the streams of their clues in the same order. */
  readonly rows: readonly number[];
  readonly clues: readonly string[];
  readonly command: (standing: Matter | undefined) => Command | undefined;
};

type Landing = { readonly name: string; readonly on: CivilDate; readonly asked?: object };

const ofWay = {
  modestInquiry: 'takeOverModestInquiry', talkOrInquiry: 'takeOverTalkOrInquiry', preliminaryVerification: 'takeOverVerification', shelved: 'takeOverShelved',
  closed: 'takeOverAssessed', filing: 'takeOverFilingProposed', forwarded: 'takeOverForwarded',
} as const satisfies Record<NonNullable<LedgerRow['disposal']>['way'], string>;

const measureOf: Readonly<Record<string, string>> = {
  谈话提醒: 'reminder', 提醒谈话: 'reminder', 批评教育: 'criticism', 责令检查: 'orderedSelfReview', 责令作出检查: 'orderedSelfReview', 诫勉: 'admonition', 诫勉谈话: 'admonition',
};

/** Without form 1 the way of disposal says how a clue was closed (C9, C13, C18). */
const closingOf = ({ form, measure, disposal }: LedgerRow) => {
  if (form === 1 || measure !== undefined) return { kind: 'minorHandled', measure: measureOf[measure ?? ''] ?? 'notListed' };
  const kind = disposal?.way === 'talkOrInquiry' ? 'credible' : disposal?.way === 'preliminaryVerification' ? 'unsubstantiated' : 'direct';
  return { kind, measure: 'none' };
};

/** How far the matter had come on paper: the row of the table by which its clue is taken over, and the day it came there. */
export const landingOf = (row: LedgerRow): Landing => {
  const { filing, closedOn, sanction, disposal, receivedOn } = row;
  const disposed = disposal && { disposal };
  if (filing) return { name: 'takeOverConverted', on: filing.on, asked: { ...disposed, caseNo: filing.caseNo } };
  const ended = closedOn ?? sanction?.on;
  if (ended !== undefined) return { name: 'takeOverClosed', on: ended, asked: { ...disposed, ...closingOf(row) } };
  if (!disposal) return { name: 'takeOverRegistered', on: receivedOn };
  return { name: ofWay[disposal.way], on: disposal.on, ...(disposal.way === 'forwarded' && { asked: disposed }) };
};

const numerals = '〇一二三四五六七八九';
/** An office of ours when the ledger names it as we do, the numeral apart. */
const officeOf = (words: string | undefined) => {
  const name = words?.replace(/第(\d)(?!\d)/u, (_, digit: string) => `第${numerals[Number(digit)]}`);
  return handlingOffices.find((office) => offices[office].zh === name);
};

/** Only what the row tells. */
const told = <T extends object>(fields: T) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

const ledgerOf = (row: LedgerRow, { file, vouchedBy }: TakingOver): PaperRow['ledger'] =>
  told({
    file, row: row.row, vouchedBy, category: row.category, office: row.handlingOffice, handler: row.handler,
    organ: row.handledBy === undefined ? undefined : row.handledBy === 'own' ? ('own' as const) : ('other' as const),
    organName: row.handledBy === 'own' ? undefined : row.handledBy,
    way: row.disposal && disposalWays[row.disposal.way].zh, disposedOn: row.disposal?.on, verifiedFrom: row.verification?.from, verifiedTo: row.verification?.to, trialEndedOn: row.trialEndedOn,
    measure: row.sanction?.kinds ?? row.measure, form: row.form && (`form${row.form}` as const), sanctionedOn: row.sanction?.on,
    transferredOn: row.transferredToProcuratorateOn, recoveredFen: row.recoveredFen, closedOn: row.closedOn, remarks: row.remarks, mended: row.mended,
  });

const personOf = ({ person, unit, post }: LedgerRow) => ({ person, unit, ...(post !== undefined && { post }), rank: 'notStated' as const });

const untold = '（台账未载）';

const clueOf = (row: LedgerRow, about: TakingOver): TakenClue => {
  const { name, on, asked: more } = landingOf(row);
  const office = officeOf(row.handlingOffice);
  const summary = row.summary !== undefined && row.summary.length > 1 ? row.summary : `${row.summary ?? ''}${untold}`;
  const asked = {
    number: row.number, source: row.source, receivedOn: row.receivedOn, title: summary.replace(/\s+/gu, ' ').slice(0, 100).trim(), summary, reported: [personOf(row)],
    ...(office && { handlingOffice: office }), ledger: ledgerOf(row, about), ...more,
  };
  const id = `ledger:${row.content}`;
  return { row: row.row, number: row.number, command: { id, stream: about.door.openingStream('clue', { id, name, asked }), name, asked, actor: about.actor, on } };
};

type Filed = { readonly clue: TakenClue; readonly row: LedgerRow; readonly filing: NonNullable<LedgerRow['filing']> };

const caseOf = (caseNo: string, filed: readonly Filed[], about: TakingOver): TakenCase => {
  const stream = about.door.streamOf('case', caseNo);
  const rows = filed.map(({ clue, row, filing }): PaperRow => ({ clue: clue.command.stream, respondent: personOf(row), filedOn: filing.on, ledger: ledgerOf(row, about) }));
  const [office, another] = [...new Set(filed.map(({ row }) => officeOf(row.handlingOffice)))];
  const contents = new Map(filed.map(({ clue, row }) => [clue.command.stream, row.content]));
  return {
    caseNo, stream, rows: filed.map(({ row }) => row.row), clues: rows.map(({ clue }) => clue),
    command: (standing) => {
      const by = takeOverCaseBy(standing, rows, { caseNo, ...(office && !another && { handlingOffice: office }) });
      if (!by) return undefined;
      const { fresh, ...command } = by;
      return { id: `ledger:${hash('sha256', JSON.stringify([caseNo, ...fresh.map((clue) => contents.get(clue))]))}`, stream, actor: about.actor, ...command };
    },
  };
};

/** The commands that bring the rows of a ledger in: clue by clue, then case by case. Pure. */
export const takeOvers = (rows: readonly LedgerRow[], about: TakingOver): { readonly clues: readonly TakenClue[]; readonly cases: readonly TakenCase[] } => {
  const clues = rows.map((row) => clueOf(row, about));
  const cases = new Map<string, Filed[]>();
  rows.forEach((row, i) => {
    if (row.filing) cases.set(row.filing.caseNo, [...(cases.get(row.filing.caseNo) ?? []), { clue: clues[i]!, row, filing: row.filing }]); // one clue a row
  });
  return { clues, cases: [...cases].map(([caseNo, people]) => caseOf(caseNo, people, about)) };
};
