import type { CivilDate } from '@anjuan/calendar';
import type { Cells } from './columns';
import type { Ledger } from './read-ledger';
import { judge } from './row';
import { numberTaken } from './taking';

const byRow = (a: { readonly row: number }, b: { readonly row: number }): number => a.row - b.row;

/** The ledger with refused rows as somebody put them right, each judged anew and against the rows that are taken. Only what is refused can be put right. */
export const mended = (ledger: Ledger, edited: readonly { readonly row: number; readonly cells: Cells }[], { today }: { readonly today: CivilDate }): Ledger => {
  const [accepted, repeats] = [[...ledger.accepted], [...ledger.repeats]];
  const refused = new Map(ledger.refused.map((row) => [row.row, row]));
  const firstWith = new Map(accepted.map(({ content, row }) => [content, row]));
  const numberAt = new Map(accepted.map(({ number, row }) => [number, row]));
  for (const { row, cells } of edited.filter((each) => refused.has(each.row))) {
    const { content, number, ...reading } = judge(cells, { today, row });
    const [of, taken] = [firstWith.get(content), numberAt.get(number)];
    if ('refused' in reading) refused.set(row, reading.refused);
    else if (of !== undefined) {
      refused.delete(row);
      repeats.push({ row, number, of });
    } else if (taken !== undefined) refused.set(row, numberTaken(row, number, taken, cells));
    else {
      refused.delete(row);
      accepted.push({ ...reading.accepted, mended: true });
      firstWith.set(content, row);
      numberAt.set(number, row);
    }
  }
  return { ...ledger, accepted: accepted.sort(byRow), repeats: repeats.sort(byRow), refused: [...refused.values()] };
};
