/** One number, beside the one it is measured against. */
export type Reading = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against?: Reading;
  /** What was promised, and whether it was kept. */
  readonly goal?: { readonly text: string; readonly met: boolean };
};

export const ratioOf = ({ value, against }: Reading): number | undefined => (against ? value / against.value : undefined);

/** A reading that must reach so many times another. */
export const atLeastTimes = (times: number, reading: Omit<Reading, 'goal'> & { readonly against: Reading }): Reading => ({
  ...reading,
  goal: { text: `≥ ${times}×`, met: reading.value >= times * reading.against.value },
});

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const rounded = (value: number) => round(value, Math.abs(value) < 100 ? 2 : 0);

export const asJson = (reading: Reading): string => {
  const ratio = ratioOf(reading);
  return JSON.stringify({ name: reading.name, value: rounded(reading.value), unit: reading.unit, against: reading.against?.name ?? null, ratio: ratio === undefined ? null : round(ratio, 2) });
};

const cells = (reading: Reading): readonly string[] => {
  const { name, value, unit, against, goal } = reading;
  const ratio = ratioOf(reading);
  const verdict = goal ? (goal.met ? 'met' : 'MISSED') : '';
  return [name, `${rounded(value).toLocaleString('en')} ${unit}`, against ? `${rounded(against.value).toLocaleString('en')} ${against.unit}: ${against.name}` : '', ratio === undefined ? '' : `${ratio.toFixed(2)}×`, goal?.text ?? '', verdict];
};

/** As Markdown, so that it reads the same on a screen and in the documents. */
export const asTable = (readings: readonly Reading[]): string => {
  const rows = [['measured', 'value', 'against', 'ratio', 'goal', ''], ...readings.map(cells)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length), 3)); // every row has as many cells as the first
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(rows[0]!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.slice(1).map(line)].join('\n');
};
