import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processes } from '@anjuan/domain';
import { versionOf, type Lifecycle, type Row } from '@anjuan/lifecycle';
import { bare, fits, type Shape } from './shape';

type Released = Record<string, { readonly records: string; readonly from: readonly string[]; readonly to: string | null; readonly version?: number; readonly asks: Shape }>;

/** What a recorded event of the row rests on: its name, where it lands, the shape of what was asked and the version of that, from 1. Labels are free. */
const shapeOf = (table: Lifecycle): Released =>
  Object.fromEntries(Object.values<Row>(table.rows).map((row) => [row.name, { records: row.records, from: row.from, to: row.to ?? null, ...(versionOf(row.lifts) > 1 && { version: versionOf(row.lifts) }), asks: bare(z.toJSONSchema(row.asks)) as Shape }]));

const file = join(__dirname, 'released.json');
const now = Object.fromEntries(Object.values(processes).map((table) => [table.process, shapeOf(table as Lifecycle)]));
const released = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Released>;

/** Why an event recorded under the released row could no longer be read or sent; undefined when it can. */
const broken = (old: Released[string], row: Released[string] | undefined): string | undefined => {
  if (!row) return 'the row was deleted; retire it instead';
  if (row.records !== old.records) return `records ${row.records}, not ${old.records}`;
  if (row.to !== old.to) return `lands in ${row.to}, not ${old.to}`;
  const narrowed = old.from.filter((stage) => !row.from.includes(stage));
  if (narrowed.length > 0) return `no longer leaves from ${narrowed.join(', ')}; tighten with refuses`;
  const [was, is] = [old.version ?? 1, row.version ?? 1];
  if (is < was) return `is at version ${is} and was released at ${was}: an upcaster was taken away; put it back`;
  // Whether the old version lifts to the new one, its stored events say: released-events.spec.ts.
  if (is > was) return undefined;
  const lift = `its events of version ${was} are stored without that: put an upcaster beside it (lifts: …from(${was}, …)), see docs/changing-an-event.md`;
  for (const [field, schema] of Object.entries(old.asks.properties ?? {}))
    if (!fits(schema, row.asks.properties?.[field])) return `field ${field} changed its name or shape; ${lift}`;
  const required = (row.asks.required ?? []).filter((field) => !(old.asks.required ?? []).includes(field));
  return required.length > 0 ? `${required.join(', ')} must be filled in now; ${lift}` : undefined;
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
    expect(broken(old, { ...old, asks: { properties: { a: { type: 'string' }, b: {} }, required: ['a', 'b'] } })).toMatch('b must be filled in now');
    const choice = (...words: string[]) => ({ ...old, asks: { properties: { a: { type: 'string', enum: words } }, required: ['a'] } });
    expect(broken(choice('p', 'q'), choice('p'))).toMatch('field a');
    expect(broken(choice('p'), choice('p', 'q'))).toBeUndefined();
    expect(broken(old, { ...old, asks: { properties: { b: { type: 'string' } }, required: ['b'] } })).toMatch(/put an upcaster beside it \(lifts: …from\(1, …\)\), see docs/);
    expect(broken(old, { ...old, version: 2, asks: { properties: { b: { type: 'string' } }, required: ['b'] } })).toBeUndefined();
    expect(broken({ ...old, version: 2 }, { ...old, version: 2, asks: { properties: {} } })).toMatch('…from(2, …)');
    expect(broken({ ...old, version: 2 }, old)).toMatch('version 1 and was released at 2');
    expect(broken(old, { ...old, from: ['w', 'x', 'y'], asks: { properties: { a: { type: 'string' }, b: {} }, required: ['a'] } })).toBeUndefined();
  });
  // RELEASE_TABLES=1 locks the tables as they are at a release, as long as nothing released before is broken by them.
  test('is locked by a release', () => {
    if (process.env['RELEASE_TABLES'] !== '1') return;
    const faults = Object.entries(released).flatMap(([process, rows]) => Object.entries(rows).flatMap(([name, old]) => broken(old, now[process]?.[name]) ?? []));
    expect(faults).toEqual([]);
    writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
  });
});
