import { figures as labels, processes, sources } from '@anjuan/domain';
import type { Text } from '@anjuan/lifecycle';
import { percentChange, type OpenAt, type PeriodFigures } from '@anjuan/read-models';
import type { Speech } from './replay-text';

/** How wide a terminal shows it: a Chinese character takes two columns. */
const width = (text: string): number => [...text].reduce((sum, char) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(char) ? 2 : 1), 0);
const padded = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)));
const right = (text: string, columns: number): string => ' '.repeat(Math.max(0, columns - width(text))) + text;

/** Exactly, in yuan: 241110195 is 2,411,101.95. */
export const yuan = (fen: number): string => `${Math.trunc(fen / 100).toLocaleString('en-US')}.${String(fen % 100).padStart(2, '0')}`;

const change = (now: number, before: number): string => {
  const percent = percentChange(now, before);
  return percent === null ? '—' : `${percent < 0 ? '' : '+'}${percent.toFixed(1)}%`;
};

type Line = { readonly label: string; readonly now: number; readonly before?: number; readonly money?: boolean };

const bySource = ({ say }: Speech, now: PeriodFigures, before: PeriodFigures): readonly Line[] =>
  Object.values(sources).flatMap((source: Text) => {
    const [n = 0, was = 0] = [now.disposedBySource[source.zh], before.disposedBySource[source.zh]];
    return n === 0 && was === 0 ? [] : [{ label: `  ${say(source)}`, now: n, before: was }];
  });

const stageLabel = (stage: string): Text => Object.values(processes).map(({ stages }): Text | undefined => (stages as Readonly<Record<string, { readonly label: Text }>>)[stage]?.label).find((label) => label !== undefined) ?? { zh: stage, en: stage };

/** A table for a person: each figure, the same days of the year before, the change; and what was open at the end. */
export const figuresText = (speak: Speech, now: PeriodFigures, { at, ...open }: OpenAt, before: PeriodFigures): string => {
  const { say, pick } = speak;
  const line = (name: Exclude<keyof typeof labels, 'form1' | 'form2' | 'form3' | 'form4' | 'open'>): Line => ({ label: say(labels[name]), now: now[name], before: before[name], money: name === 'recoveredFen' });
  const forms = (['form1', 'form2', 'form3', 'form4'] as const).map((form): Line => ({ label: `  ${say(labels[form])}`, now: now.fourForms[form], before: before.fourForms[form] }));
  const lines: readonly Line[] = [
    line('received'), line('disposed'), ...bySource(speak, now, before), line('casesFiled'), line('personsFiled'), line('selfHandledPersonsFiled'), line('sanctionedPersons'),
    { label: pick('四种形态', 'Four forms'), now: now.fourForms.total, before: before.fourForms.total }, ...forms,
    line('transferredToProcuratorate'), line('closedWithoutAction'), line('recoveredFen'),
  ];
  const shown = ({ label, now: n, before: was = 0, money = false }: Line) => [label, money ? `${yuan(n)}${pick('元', '')}` : String(n), money ? `${yuan(was)}${pick('元', '')}` : String(was), change(n, was)] as const;
  const head = ['', pick('本期', 'Now'), pick('上年同期', 'A year before'), pick('同比', 'Change')] as const;
  const rows = [head, ...lines.map(shown)];
  const columns = head.map((_, i) => Math.max(...rows.map((row) => width(row[i]!)))); // every row is as long as the head
  const total = Object.values(open).reduce<number>((sum, n) => sum + Number(n), 0);
  return [
    pick(`${now.from} 至 ${now.to}（不含）`, `${now.from} up to and without ${now.to}`), '',
    ...rows.map((row) => row.map((cell, i) => (i === 0 ? padded(cell, columns[i]!) : right(cell, columns[i]!))).join('  ').trimEnd()), '', // as many columns as cells
    pick(`${at} 零时未办结 ${total} 件`, `${total} open at the start of ${at}`),
    ...Object.entries(open).map(([stage, n]) => `  ${padded(say(stageLabel(stage)), columns[0]! - 2)}  ${right(String(n), columns[1]!)}`), // the head has both
  ].join('\n');
};
