import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '@anjuan/domain';
import type { LedgerRow } from '@anjuan/ledger';
import { taken } from './sheets';

type Figures = { readonly from: string; readonly to: string; readonly disposedBySource: Readonly<Record<string, number>> } & Readonly<Record<string, unknown>>;
type Expected = { readonly rows: number; readonly accepted: number; readonly repeats: number; readonly blank: number; readonly refused: readonly { number: string; reason: string }[]; readonly figures: readonly Figures[] };

const bytes = (name: string) => readFileSync(join(__dirname, 'ledgers', name));
const distinct = (values: readonly (string | undefined)[]) => new Set(values).size;

/** The definitions of the samples' README, straight from the rows. */
const figuresOf = (rows: readonly LedgerRow[], from: string, to: string) => {
  const within = (on: string | undefined) => on !== undefined && on >= from && on < to;
  const [disposed, filed, sanctioned, closed] = [rows.filter((row) => within(row.disposal?.on)), rows.filter((row) => within(row.filing?.on)), rows.filter((row) => within(row.sanction?.on)), rows.filter((row) => within(row.closedOn))];
  const forms = { form1: closed.filter(({ form }) => form === 1).length, form2: sanctioned.filter(({ form }) => form === 2).length, form3: sanctioned.filter(({ form }) => form === 3).length, form4: sanctioned.filter(({ form }) => form === 4).length };
  return {
    from, to,
    received: rows.filter((row) => within(row.receivedOn)).length,
    disposed: disposed.length,
    disposedBySource: Object.fromEntries(Object.entries(sources).map(([name, { zh }]) => [zh, disposed.filter(({ source }) => source === name).length] as const).filter(([, count]) => count > 0)),
    casesFiled: distinct(filed.map(({ filing }) => filing?.caseNo)),
    personsFiled: filed.length,
    selfHandledPersonsFiled: filed.filter(({ handledBy }) => handledBy === 'own').length,
    sanctionedPersons: distinct(sanctioned.map(({ person }) => person)),
    fourForms: { ...forms, total: forms.form1 + forms.form2 + forms.form3 + forms.form4 },
    transferredToProcuratorate: rows.filter((row) => within(row.transferredToProcuratorateOn)).length,
    closedWithoutAction: closed.filter(({ form }) => form === undefined).length,
    recoveredFen: sanctioned.reduce((sum, { recoveredFen = 0 }) => sum + recoveredFen, 0),
  };
};

describe.each(['xuzhou-2018', 'tianjin-2023-2024'])('the sample ledger %s', (name) => {
  const expected = JSON.parse(bytes(`${name}.expected.json`).toString()) as Expected;

  it.each(['xlsx', 'csv'])('comes in from its .%s as it is expected, and so do the figures of its rows', async (kind) => {
    const { rows, accepted, repeats, blank, refused } = await taken(bytes(`${name}.${kind}`));
    const { figures, ...counts } = expected;
    expect({ rows, accepted: accepted.length, repeats: repeats.length, blank: blank.length, refused: refused.map(({ number, reason }) => ({ number, reason })) }).toEqual({
      rows: counts.rows, accepted: counts.accepted, repeats: counts.repeats, blank: counts.blank, refused: counts.refused,
    });
    expect(figures.map(({ from, to }) => figuresOf(accepted, from, to))).toEqual(figures);
  });

  it('says the same as xlsx and as csv, a title line apart', async () => {
    const [xlsx, csv] = [await taken(bytes(`${name}.xlsx`)), await taken(bytes(`${name}.csv`))];
    expect(csv.accepted.map((row) => ({ ...row, row: row.row + 1 }))).toEqual(xlsx.accepted);
    expect(csv.refused.map(({ row, reason, column }) => ({ row: row + 1, reason, column }))).toEqual(xlsx.refused.map(({ row, reason, column }) => ({ row, reason, column })));
  });
});

it('a refused line is named as the clerk sees it in the spreadsheet, title and header counted', async () => {
  const { refused, repeats, blank } = await taken(bytes('xuzhou-2018.xlsx'));
  expect(refused.find(({ number }) => number === '徐派-0266')).toMatchObject({ row: 271, column: 'receivedOn', value: '2018-02-30' });
  expect(repeats.every(({ row, of }) => of < row)).toBe(true);
  expect(blank).toHaveLength(1);
});
