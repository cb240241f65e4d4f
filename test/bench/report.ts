/** One number, beside the one it is measured against. */
export type Reading = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against?: Reading;
  /** What was promised, and whether it was kept; nobody knows where the other one did not run. */
  readonly goal?: { readonly text: string; readonly met: boolean | undefined };
  /** Why there is no number. */
  readonly missing?: string;
};

/** A peer's reading, which says itself why the peer did not run. */
export const ifRun = (reading: Reading, missing: string): Reading => (Number.isNaN(reading.value) ? { ...reading, missing: `not run: ${missing}` } : reading);

const known = ({ value, against }: Reading): boolean => !Number.isNaN(value) && !Number.isNaN(against?.value ?? 0);

export const ratioOf = (reading: Reading): number | undefined => (reading.against && known(reading) ? reading.value / reading.against.value : undefined);

const times = (text: string, met: (ratio: number) => boolean, reading: Reading): Reading => {
  const ratio = ratioOf(reading);
  return { ...reading, goal: { text, met: ratio === undefined ? undefined : met(ratio) } };
};

type Compared = Omit<Reading, 'goal'> & { readonly against: Reading };

/** A reading that must reach so many times another. */
export const atLeastTimes = (least: number, reading: Compared): Reading => times(`≥ ${least}×`, (ratio) => ratio >= least, reading);

/** A time that must not grow beyond so many times another. */
export const atMostTimes = (most: number, reading: Compared): Reading => times(`≤ ${most}×`, (ratio) => ratio <= most, reading);

/** A time that must stay below a limit. */
export const atMost = (most: number, reading: Omit<Reading, 'goal'>): Reading => ({ ...reading, goal: { text: `≤ ${most} ${reading.unit}`, met: reading.value <= most } });

const round = (value: number, digits: number) => Number(value.toFixed(digits));
const rounded = (value: number) => round(value, Math.abs(value) < 100 ? 2 : 0);

export const asJson = (reading: Reading): string => {
  const { name, value, unit, against, goal, missing } = reading;
  const ratio = ratioOf(reading);
  return JSON.stringify({
    name, value: missing === undefined ? rounded(value) : null, unit, against: against?.name ?? null, ratio: ratio === undefined ? null : round(ratio, 2),
    goal: goal?.text ?? null, met: goal?.met ?? null, ...(missing !== undefined && { missing }),
  });
};

const shown = ({ value, unit, missing }: Reading): string => missing ?? `${rounded(value).toLocaleString('en')} ${unit}`;
const verdict = (met: boolean | undefined): string => (met === undefined ? 'not run' : met ? 'met' : 'MISSED');

const cells = (reading: Reading): readonly string[] => {
  const { name, against, goal } = reading;
  const ratio = ratioOf(reading);
  return [name, shown(reading), against ? `${shown(against)}: ${against.name}` : '', ratio === undefined ? '' : `${ratio.toFixed(2)}×`, goal?.text ?? '', goal ? verdict(goal.met) : ''];
};

/** As Markdown, so that it reads the same on a screen and in the documents. */
export const asTable = (readings: readonly Reading[]): string => {
  const rows = [['measured', 'value', 'against', 'ratio', 'goal', ''], ...readings.map(cells)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length), 3)); // every row has as many cells as the first
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(rows[0]!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.slice(1).map(line)].join('\n');
};
