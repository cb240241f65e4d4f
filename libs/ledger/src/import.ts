import { text, type Command, type Matter, type Refusal, type Text } from '@anjuan/lifecycle';
import type { Ledger } from './read-ledger';
import type { LedgerRow, RefusedRow } from './row';
import { takeOvers, type TakenCase, type TakingOver } from './take-over';

/** As much of the door as an import needs. */
export type Door = TakingOver['door'] & {
  readonly handle: (command: Command & { readonly correlation?: string }) => Promise<
    | { readonly kind: 'done'; readonly matter: Pick<Matter, 'correlation'>; readonly repeated: boolean }
    | { readonly kind: 'refused'; readonly refusal: Refusal }
    /** The id is there with another body: the same content, from another file or line. */
    | { readonly kind: 'reused' }
  >;
  readonly load: (stream: string) => Promise<Matter | undefined>;
};

/** A case that did not come in although the clues of its rows did. */
export type RefusedCase = { readonly caseNo: string; readonly rows: readonly number[]; readonly words: Text };

/** What became of every row: `rows` = `accepted` + `repeats` + `blank` + `refused`, and `accepted` = `registered` + `alreadyThere` + `left`. */
export type Imported = {
  readonly rows: number;
  readonly accepted: number;
  readonly repeats: number;
  readonly blank: number;
  /** By the reader or by the door, in the order of the rows. */
  readonly refused: readonly Omit<RefusedRow, 'cells'>[];
  readonly registered: number;
  readonly alreadyThere: number;
  /** Not looked at, because the import was stopped. */
  readonly left: number;
  readonly cases: { readonly registered: number; readonly alreadyThere: number; readonly refused: readonly RefusedCase[] };
};

/** Rows a second and seconds left, as far as can be told by now. */
export type ImportProgress = { readonly done: number; readonly of: number; readonly perSecond: number; readonly secondsLeft: number };

type History = Pick<Matter, 'correlation'> | undefined;
const historyOf = (matter: History): History => matter && { correlation: matter.correlation };

/** So many rows or cases are on their way at once: enough for the store to gather them. */
const lanes = 200;
/** People of one case that go in by one command. */
const together = 500;
const progressEvery = 100;

/** Rows that name one case come in together, by their numbers, so that the order of the file changes nothing; every other row by itself. */
const groups = (rows: readonly LedgerRow[]): Iterable<readonly LedgerRow[]> => {
  const found = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const key = row.filing ? `case ${row.filing.caseNo}` : `row ${row.row}`;
    const beside = found.get(key);
    if (beside) beside.push(row);
    else found.set(key, [row]);
  }
  for (const group of found.values()) group.sort((a, b) => (a.number < b.number ? -1 : 1));
  return found.values();
};

const refusedRow = ({ row, number }: LedgerRow, { rule, message }: Refusal): Omit<RefusedRow, 'cells'> => ({
  row, number, column: 'number', value: number,
  ...(rule === 'already-there'
    ? { reason: 'number-taken', words: text(`系统中已有编号“${number}”的线索，内容不同，没有改动。请核对编号；如是更正，请在该线索页面办理`, `There is a clue with number “${number}” already, with other content; nothing was changed. Check the number; a correction is made on that clue’s page`) }
    : { reason: 'not-taken', words: message }),
});

/** Tells how far it is, not more often than a person can read. */
const telling = (of: number, tell: ((progress: ImportProgress) => void) | undefined) => {
  const from = performance.now();
  let [done, told] = [0, 0];
  return () => {
    done += 1;
    const now = performance.now();
    if (!tell || (now - told < progressEvery && done < of)) return;
    told = now;
    const perSecond = done / Math.max((now - from) / 1000, 0.001);
    tell({ done, of, perSecond: Math.round(perSecond), secondsLeft: Math.ceil((of - done) / perSecond) });
  };
};

/**
 * Registers the accepted rows of a ledger through the door, and each case after its clues. The ids of the commands come from the content, so it may be stopped by `signal`, or killed, at any moment and run again: what is
 * there is told as such, a case that lacked is added, nothing is overwritten. Once stopped it finishes what is on its way. Throws what the store throws when that is away, after what was on its way has ended.
 */
export const importLedger = async (
  { accepted, file, rows, repeats, blank, refused }: Pick<Ledger, 'accepted' | 'file' | 'rows' | 'repeats' | 'blank' | 'refused'>,
  { door, vouchedBy, actor }: Omit<TakingOver, 'file' | 'door'> & { readonly door: Door },
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (progress: ImportProgress) => void } = {},
): Promise<Imported> => {
  const about = { file, vouchedBy, actor, door };
  const notTaken: Omit<RefusedRow, 'cells'>[] = [];
  const count = { registered: 0, alreadyThere: 0 };
  const cases = { registered: 0, alreadyThere: 0, refused: [] as RefusedCase[] };
  const step = telling(accepted.length, onProgress);

  const bringInCase = async ({ caseNo, rows: of, command }: TakenCase, standing: Matter | undefined, history: History): Promise<void> => {
    const asked = command(standing);
    if (!asked) { cases.alreadyThere += 1; return; }
    const answer = await door.handle({ ...asked, ...history });
    if (answer.kind === 'refused') cases.refused.push({ caseNo, rows: of, words: answer.refusal.message });
    else cases[answer.kind === 'reused' || answer.repeated ? 'alreadyThere' : 'registered'] += 1;
  };
  const bringIn = async (group: readonly LedgerRow[]): Promise<void> => {
    const { clues, cases: [whole] } = takeOvers(group, about);
    const standing = whole && (await door.load(whole.stream));
    /** The clues of one case and the case are one history: that of the case if it is there, else that of its first clue. */
    let history = historyOf(standing);
    const taken: LedgerRow[] = [];
    for (const [at, { command }] of clues.entries()) {
      const row = group[at]!; // one clue a row
      const answer = await door.handle({ ...command, ...history });
      if (answer.kind === 'refused') notTaken.push(refusedRow(row, answer.refusal));
      else {
        count[answer.kind === 'reused' || answer.repeated ? 'alreadyThere' : 'registered'] += 1;
        taken.push(row);
        if (whole && !history) history = historyOf(answer.kind === 'done' ? answer.matter : await door.load(command.stream));
      }
      step();
    }
    // The people of a row whose clue was refused are not in the case.
    const kase = taken.length === group.length ? whole : takeOvers(taken, about).cases[0];
    if (kase) await bringInCase(kase, standing, history);
  };

  let broken: { readonly by: unknown } | undefined;
  const waiting = groups(accepted)[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    for (let next = waiting.next(); !next.done && !broken && !signal?.aborted; next = waiting.next()) {
      try {
        for (let from = 0; from < next.value.length; from += together) await bringIn(next.value.slice(from, from + together));
      } catch (error) {
        broken ??= { by: error };
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (broken) throw broken.by;

  const taken = accepted.length - notTaken.length;
  return {
    rows, accepted: taken, repeats: repeats.length, blank: blank.length,
    refused: [...refused.map(({ cells: _, ...row }) => row), ...notTaken].sort((a, b) => a.row - b.row),
    ...count, left: taken - count.registered - count.alreadyThere, cases,
  };
};
