import fc from 'fast-check';
import { addDays } from '@anjuan/calendar';
import { readLedger, readRow, type Cells, type LedgerRow } from '@anjuan/ledger';
import { clue, csv, gb18030, labels, lines, taken, today, utf16le, utf8, xlsx, type XlsxCell } from './sheets';

const accepted = (cells: Cells): LedgerRow => {
  const reading = readRow(cells, { today, row: 1 });
  if ('refused' in reading) throw new Error(reading.refused.words.en);
  return reading.accepted;
};
const wide = (text: string) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
const spaced = (text: string) => text.replace(/(?<=\D)(?=\d)|(?<=\d)(?=\D)/gu, ' ');

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1905-01-01', days));
const datesWritten: readonly ((year: string, month: string, day: string) => string)[] = [
  (y, m, d) => `${y}-${m}-${d}`, (y, m, d) => `${y}.${Number(m)}.${Number(d)}`, (y, m, d) => `${y}/${Number(m)}/${Number(d)}`, (y, m, d) => `${y}年${Number(m)}月${Number(d)}日`, (y, m, d) => `${y}年${m}月${d}号`,
  (y, m, d) => `${y}${m}${d}`, (y, m, d) => `${y}/${m}/${d} 0:00`, (y, m, d) => `${y}-${m}-${d}T00:00:00.000Z`, (y, m, d) => `${y}。${m}。${d}`, (y, m, d) => `${y}—${m}—${d}`,
];
const anyWidth = fc.constantFrom((text: string) => text, wide);

describe('dates', () => {
  it('read back as the same day in every way people write them, in either width and with spaces', () => {
    fc.assert(fc.property(day, fc.constantFrom(...datesWritten), anyWidth, (on, write, width) => {
      const [y, m, d] = on.split('-') as [string, string, string];
      expect(accepted(clue({ receivedOn: width(write(y, m, d)) })).receivedOn).toBe(on);
    }), { numRuns: 500 });
    expect(accepted(clue({ receivedOn: spaced('2018年3月5日') })).receivedOn).toBe('2018-03-05');
  });

  it('that are real dates of a workbook read as the day Excel shows, from 1900 and from 1904, with and without a style', async () => {
    const serials: readonly (readonly [number, boolean, string])[] = [[43131, false, '2018-01-31'], [41669, true, '2018-01-31'], [43131.75, false, '2018-01-31'], [43160, false, '2018-03-01'], [36526, false, '2000-01-01'], [20000, true, '1958-10-04']];
    for (const [number, since1904, on] of serials) {
      for (const style of [0, 1, 2]) {
        const { accepted: [row] } = await taken(xlsx([labels(['number', 'receivedOn', 'source', 'person', 'unit']), ['1', { number, style }, '信访举报', '某某', '单位']], { since1904 }));
        expect(row?.receivedOn).toBe(on);
      }
    }
  });

  it('of Excel’s 29 February 1900 do not exist', async () => {
    const { refused } = await taken(xlsx([labels(['number', 'receivedOn', 'source', 'person', 'unit']), ['1', { number: 60, style: 1 }, '信访举报', '某某', '单位']]));
    expect(refused).toMatchObject([{ reason: 'no-such-date' }]);
  });
});

/** A sum of fen as people write it: in 元 or 万元, grouped or not, never rounded. */
const shifted = (fen: number, places: number): string => {
  const digits = String(fen).padStart(places + 1, '0');
  const decimals = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (decimals ? `.${decimals}` : '');
};
const grouped = (amount: string) => amount.replace(/\B(?<!\.\d*)(?=(?:\d{3})+(?!\d))/g, ',');
const amountsWritten: readonly ((fen: number) => string)[] = [
  (fen) => shifted(fen, 2), (fen) => `${shifted(fen, 2)}元`, (fen) => `${grouped(shifted(fen, 2))}元`, (fen) => `￥${grouped(shifted(fen, 2))}`, (fen) => `人民币${shifted(fen, 2)}元整`, (fen) => (fen / 100).toFixed(2),
  (fen) => `${shifted(fen, 6)}万元`, (fen) => `${shifted(fen, 6)}万`, (fen) => `${shifted(fen, 10)}亿元`, (fen) => `${grouped(shifted(fen, 6))} 万元`,
];

describe('amounts', () => {
  it('read back to the fen in every way people write them', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), fc.constantFrom(...amountsWritten), anyWidth, (fen, write, width) => {
      expect(accepted(clue({ recovered: width(write(fen)) })).recoveredFen).toBe(fen);
    }), { numRuns: 1000 });
  });

  it('that are numbers of a workbook are what Excel shows, not what a binary fraction leaves', async () => {
    const read = async (cell: XlsxCell) => (await taken(xlsx([labels(['number', 'receivedOn', 'source', 'person', 'unit', 'recovered']), ['1', '2018-03-05', '信访举报', '某某', '单位', cell]]))).accepted[0]?.recoveredFen;
    expect(await read({ number: 39010.2 })).toBe(3_901_020);
    expect(await read({ inner: '<v>39010.199999999997</v>' })).toBe(3_901_020);
    expect(await read({ inner: '<v>0.30000000000000004</v>' })).toBe(30);
    expect(await read({ inner: '<v>1.2345E5</v>' })).toBe(12_345_000);
    expect(await read({ number: 3.5, style: 3 })).toBe(3_500_000);
  });

  it('below 追缴金额（万元） or a title with 单位：万元 are ten thousands, unless they say otherwise, and a notice says so', async () => {
    const names = ['number', 'receivedOn', 'source', 'person', 'unit'] as const;
    const row = (number: string, amount: string) => [number, '2018-03-05', '信访举报', '某某', '单位', amount];
    for (const table of [[[...labels(names), '追缴金额（万元）'], row('1', '3.5'), row('2', '3.5元')], [['台账', '单位：万元'], [...labels(names), '追缴金额'], row('1', '3.5'), row('2', '3.5元')]]) {
      const { accepted: rows, notices } = await taken(utf8(csv(table)));
      expect(rows.map(({ recoveredFen }) => recoveredFen)).toEqual([3_500_000, 350]);
      expect(notices).toMatchObject([{ code: 'absent-columns' }, { code: 'amounts-in-ten-thousands' }]);
    }
  });
});

const word = fc.string({ unit: fc.constantFrom(...'徐派单位被反映人监督检查室，。、〔〕；,";\t\n ０９Ａabc019-（）'), minLength: 0, maxLength: 12 });
const generated = fc.record({
  number: fc.nat(20).map((n) => `N-${n}`), receivedOn: fc.oneof(day, fc.constantFrom('2018.3.5', '2018年3月5日', '2018-02-30', '')), source: fc.constantFrom('信访举报', '巡察移交', '别处'),
  person: word, unit: word, post: word, summary: word, recovered: fc.constantFrom('', '3.5万元', '12,000元', '约三四万'), remarks: word,
});
const saying = (answer: Awaited<ReturnType<typeof readLedger>>) => ('unreadable' in answer ? answer.unreadable.reason : { ...answer, file: '', notices: [], sheet: undefined });

describe('a ledger', () => {
  it('reads the same as UTF-8 with and without a mark, GB18030, UTF-16, with any delimiter, and as xlsx', async () => {
    await fc.assert(fc.asyncProperty(fc.array(generated, { minLength: 1, maxLength: 8 }), async (rows) => {
      const table = lines(rows);
      const [first, ...others] = await Promise.all([
        utf8(csv(table)), utf8(`\ufeff${csv(table)}`), gb18030(csv(table)), Uint8Array.of(0xef, 0xbb, 0xbf, ...gb18030(csv(table))), utf16le(csv(table, '\t')), utf8(csv(table, ';')), gb18030(csv(table, '\t')), xlsx(table),
      ].map(async (bytes) => saying(await readLedger(bytes, { today }))));
      others.forEach((other) => expect(other).toEqual(first));
    }), { numRuns: 40 });
  });

  it('has in each line below the header exactly one fate', async () => {
    await fc.assert(fc.asyncProperty(fc.array(generated, { minLength: 1, maxLength: 20 }), async (rows) => {
      const { rows: count, accepted: kept, repeats, blank, refused } = await taken(utf8(csv(lines(rows))));
      const fates = [...kept.map(({ row }) => row), ...repeats.map(({ row }) => row), ...blank, ...refused.map(({ row }) => row)].sort((a, b) => a - b);
      expect(fates).toEqual(rows.map((_, at) => at + 2));
      expect(count).toBe(rows.length);
    }));
  });
});
