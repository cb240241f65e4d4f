import { clueLifecycle } from '@anjuan/domain';
import { landingOf, reasons, type Imported, type Ledger, type RefusedRow } from '@anjuan/ledger';
import type { Lifecycle, Text } from '@anjuan/lifecycle';
import type { Speech } from './replay-text';

const clues: Lifecycle = clueLifecycle;
const landsAt = (name: string): Text | undefined => clues.stages[clues.rows[name]?.to ?? '']?.label;

const line = ({ pick }: Speech, row: number, number: string) => `${pick(`第 ${row} 行`, `line ${row}`)}${number === '' ? '' : `　${number}`}`;

const refusedLine = (speak: Speech, { row, number, reason, words }: Pick<RefusedRow, 'row' | 'number' | 'reason' | 'words'>): string =>
  `${line(speak, row, number)}　${speak.pick('不予登记', 'refused')}${speak.pick('（', ' (')}${speak.say(reasons[reason])}${speak.pick('）：', '): ')}${speak.say(words)}`;

const rowLines = (speak: Speech, { accepted, repeats, blank, refused }: Ledger): string[] => {
  const { say, pick } = speak;
  const lines = [
    ...accepted.map((row): [number, string] => {
      const { name, on } = landingOf(row);
      return [row.row, `${line(speak, row.row, row.number)}　${pick('将登记：', 'to be registered: ')}${say(landsAt(name))}${pick('，', ', ')}${on}${row.filing ? pick(`，立案号 ${row.filing.caseNo}`, `, case ${row.filing.caseNo}`) : ''}`];
    }),
    ...repeats.map(({ row, number, of }): [number, string] => [row, `${line(speak, row, number)}　${pick(`重复：与第 ${of} 行完全相同`, `a repeat of line ${of}`)}`]),
    ...blank.map((row): [number, string] => [row, `${line(speak, row, '')}　${pick('空行', 'empty')}`]),
    ...refused.map((row): [number, string] => [row.row, refusedLine(speak, row)]),
  ];
  return lines.sort(([a], [b]) => a - b).map(([, said]) => said);
};

const counted = ({ pick }: Speech, { rows, accepted, repeats, blank, refused }: { readonly rows: number; readonly accepted: number; readonly repeats: number; readonly blank: number; readonly refused: number }): string =>
  pick(`共 ${rows} 行：可登记 ${accepted} 行，重复 ${repeats} 行，空行 ${blank} 行，不予登记 ${refused} 行`, `${rows} rows: ${accepted} accepted, ${repeats} repeats, ${blank} empty, ${refused} refused`);

const noticeLines = ({ say, pick }: Speech, { notices }: Ledger): string[] => notices.map(({ words }) => `${pick('请注意：', 'Note: ')}${say(words)}`);

/** What would become of every row, and what stands beside the table. */
export const dryRunText = (speak: Speech, ledger: Ledger): string => {
  const { rows, accepted, repeats, blank, refused } = ledger;
  return [...rowLines(speak, ledger), ...noticeLines(speak, ledger), counted(speak, { rows, accepted: accepted.length, repeats: repeats.length, blank: blank.length, refused: refused.length })].join('\n');
};

/** What became of the ledger, and what is to be done about the rest. */
export const importedText = (speak: Speech, ledger: Ledger, { refused, registered, alreadyThere, left, cases, ...counts }: Imported): string => {
  const { say, pick } = speak;
  return [
    ...refused.map((row) => refusedLine(speak, row)),
    ...cases.refused.map(({ caseNo, rows, words }) =>
      `${pick(`案件 ${caseNo}（第 ${rows.join('、')} 行）：线索已登记，案件没有登记：`, `case ${caseNo} (lines ${rows.join(', ')}): its clues are registered, the case is not: `)}${say(words)}`),
    ...noticeLines(speak, ledger),
    counted(speak, { ...counts, refused: refused.length }),
    pick(`线索：新登记 ${registered} 条，原已登记 ${alreadyThere} 条；案件：新登记或补充 ${cases.registered} 件，原已登记 ${cases.alreadyThere} 件`,
      `clues: ${registered} registered, ${alreadyThere} there already; cases: ${cases.registered} registered or added to, ${cases.alreadyThere} there already`),
    ...(left > 0 ? [pick(`已中断，还有 ${left} 行没有登记`, `stopped with ${left} rows to go`)] : []),
  ].join('\n');
};

/** True whenever an import did not come to its end. */
export const again = { zh: '再运行一次同样的命令即接着办；已登记的不会重复', en: 'Run the same command again to go on: what is registered does not come in twice' };
