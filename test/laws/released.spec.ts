import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processes } from '@anjuan/domain';
import type { Lifecycle, Row } from '@anjuan/lifecycle';

type Shape = { readonly properties?: Record<string, unknown>; readonly required?: readonly string[] };
type Released = Record<string, { readonly records: string; readonly from: readonly string[]; readonly to: string | null; readonly asks: Shape }>;

const bare = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(bare) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([key]) => !['zh', 'en', 'options', 'long', 'sealed', '$schema'].includes(key)).map(([key, inner]) => [key, bare(inner)])) : value;

/** What a recorded event of the row rests on: its name, where it lands, the shape of what was asked. Labels are free. */
const shapeOf = (table: Lifecycle): Released =>
  Object.fromEntries(Object.values<Row>(table.rows).map((row) => [row.name, { records: row.records, from: row.from, to: row.to ?? null, asks: bare(z.toJSONSchema(row.asks)) as Shape }]));

const file = join(__dirname, 'released.json');
const now = Object.fromEntries(Object.values(processes).map((table) => [table.process, shapeOf(table as Lifecycle)]));
// RELEASE_TABLES=1 locks the table as it is at a release, after the checks below have passed.
if (process.env['RELEASE_TABLES'] === '1' || !existsSync(file)) writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
const released = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Released>;

/** Whether what was recorded still fits: the same shape, or one that only knows more words for a choice. */
const fits = (old: unknown, now: unknown): boolean => {
  if (typeof old !== 'object' || typeof now !== 'object' || old === null || now === null || Array.isArray(old) !== Array.isArray(now)) return old === now;
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keys].every((key) => {
    const [before, after] = [old[key as never] as unknown, now[key as never] as unknown];
    return key === 'enum' && Array.isArray(before) && Array.isArray(after) ? before.every((word) => after.includes(word)) : fits(before, after);
  });
};

/** Why an event recorded under the released row could no longer be read or sent; undefined when it can. */
const broken = (old: Released[string], row: Released[string] | undefined): string | undefined => {
  if (!row) return 'the row was deleted; retire it instead';
  if (row.records !== old.records) return `records ${row.records}, not ${old.records}`;
  if (row.to !== old.to) return `lands in ${row.to}, not ${old.to}`;
  const narrowed = old.from.filter((stage) => !row.from.includes(stage));
  if (narrowed.length > 0) return `no longer leaves from ${narrowed.join(', ')}; tighten with refuses`;
  for (const [field, schema] of Object.entries(old.asks.properties ?? {}))
    if (!fits(schema, row.asks.properties?.[field])) return `field ${field} changed its shape; a new shape is a new event name or an upcaster`;
  const required = (row.asks.required ?? []).filter((field) => !(old.asks.required ?? []).includes(field));
  return required.length > 0 ? `old events lack ${required.join(', ')}` : undefined;
};

describe('A released row', () => {
  test.each(Object.entries(released).flatMap(([process, rows]) => Object.entries(rows).map(([name, old]) => ({ process, name, old }))))('$process $name still reads what it recorded', ({ process, name, old }) => {
    expect(broken(old, now[process]?.[name])).toBeUndefined();
  });
  test('is in the lock file; rows written since are said out loud, and locked when they are released', () => {
    const since = Object.entries(now).flatMap(([process, rows]) => Object.keys(rows).filter((name) => !released[process]?.[name]));
    if (since.length > 0) global.process.stdout.write(`Rows written since the last release: ${since.join(', ')}\n`);
    expect(Object.values(released).flatMap((rows) => Object.keys(rows)).length).toBeGreaterThan(0);
  });
  test('cannot be deleted, narrowed, renamed or given a new required field', () => {
    const old = { records: 'A', from: ['x', 'y'], to: 'z', asks: { properties: { a: { type: 'string' } }, required: ['a'] } };
    expect(broken(old, undefined)).toMatch('deleted');
    expect(broken(old, { ...old, records: 'B' })).toMatch('records B');
    expect(broken(old, { ...old, from: ['x'] })).toMatch('no longer leaves from y');
    expect(broken(old, { ...old, to: 'w' })).toMatch('lands in w');
    expect(broken(old, { ...old, asks: { properties: { a: { type: 'number' } }, required: ['a'] } })).toMatch('field a');
    expect(broken(old, { ...old, asks: { properties: { a: { type: 'string' }, b: {} }, required: ['a', 'b'] } })).toMatch('lack b');
    const choice = (...words: string[]) => ({ ...old, asks: { properties: { a: { type: 'string', enum: words } }, required: ['a'] } });
    expect(broken(choice('p', 'q'), choice('p'))).toMatch('field a');
    expect(broken(choice('p'), choice('p', 'q'))).toBeUndefined();
    expect(broken(old, { ...old, from: ['w', 'x', 'y'], asks: { properties: { a: { type: 'string' }, b: {} }, required: ['a'] } })).toBeUndefined();
  });
});
