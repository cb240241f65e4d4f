import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { readLedger } from '../src/index';

export type DryRun = { readonly kind: 'csv' | 'xlsx'; readonly rows: number; readonly seconds: number };

/** The sample ledger over and over, each row under a number of its own. */
export const longCsv = (sample: string, rows: number): Uint8Array => {
  const [header = '', ...lines] = new TextDecoder('gb18030').decode(readFileSync(`${sample}.csv`)).trim().split('\r\n');
  return strToU8([header, ...Array.from({ length: rows }, (_, at) => lines[at % lines.length]?.replace(/^[^,]*/, `N-${at}`))].join('\r\n'));
};

const longXlsx = (sample: string, rows: number): Uint8Array => {
  const part = 'xl/worksheets/sheet1.xml';
  const parts = unzipSync(readFileSync(`${sample}.xlsx`));
  const [head = '', ...lines] = strFromU8(parts[part] ?? new Uint8Array()).split(/(?=<row )/);
  const body = lines.slice(2).map((line) => line.slice(0, line.indexOf('</row>') + 6));
  const numbered = Array.from({ length: rows }, (_, at) => body[at % body.length]?.replace(/ r="([A-Z]*)\d+"/g, ` r="$1${at + 3}"`).replace(/<t>[^<]*/, `<t>N-${at}`));
  return zipSync({ ...parts, [part]: strToU8([head, ...lines.slice(0, 2), ...numbered, '</sheetData></worksheet>'].join('')) });
};

/** A dry run over a ledger of so many rows, as csv and as xlsx, made of the sample that lies at this path without its ending. */
export const dryRuns = async (sample: string, rows: number): Promise<DryRun[]> => {
  const runs: DryRun[] = [];
  for (const [kind, bytes] of [['csv', longCsv(sample, rows)], ['xlsx', longXlsx(sample, rows)]] as const) {
    const from = performance.now();
    const answer = await readLedger(bytes, { today: '2026-01-15' });
    if ('unreadable' in answer || answer.accepted.length !== rows) throw new Error(`expected ${rows} rows taken from the ${kind}`);
    runs.push({ kind, rows, seconds: (performance.now() - from) / 1000 });
  }
  return runs;
};
