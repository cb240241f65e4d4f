import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedger, type Ledger } from '@anjuan/ledger';

const bytes = (name: string) => readFileSync(join(__dirname, 'ledgers', name));
const read = async (name: string): Promise<Ledger> => {
  const answer = await readLedger(bytes(name), { today: '2026-01-15' });
  if ('unreadable' in answer) throw new Error(answer.unreadable.words.en);
  return answer;
};
type Expected = { rows: number; accepted: number; repeats: number; blank: number; refused: { number: string; reason: string }[] };

describe.each(['xuzhou-2018', 'tianjin-2023-2024'])('the sample ledger %s', (name) => {
  const expected = JSON.parse(bytes(`${name}.expected.json`).toString()) as Expected;

  it.each(['xlsx', 'csv'])('comes in from its .%s as it is expected, row for row', async (kind) => {
    const { rows, accepted, repeats, blank, refused } = await read(`${name}.${kind}`);
    expect({ rows, accepted: accepted.length, repeats: repeats.length, blank: blank.length, refused: refused.map(({ number, reason }) => ({ number, reason })) }).toEqual({
      rows: expected.rows, accepted: expected.accepted, repeats: expected.repeats, blank: expected.blank, refused: expected.refused,
    });
  });

  it('says the same as xlsx and as csv, a title line apart', async () => {
    const [xlsx, csv] = [await read(`${name}.xlsx`), await read(`${name}.csv`)];
    expect(csv.accepted.map((row) => ({ ...row, row: row.row + 1 }))).toEqual(xlsx.accepted);
  });
});
