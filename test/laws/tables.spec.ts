import { z } from 'zod';
import { citation, processes } from '@anjuan/domain';
import type { Lifecycle, Row } from '@anjuan/lifecycle';
import { isFinal, metaOf, sealedFields } from '@anjuan/lifecycle';
import { domainClocks, domainRows } from './domain-rows';

const tables = Object.values(processes) as readonly Lifecycle[];
const rows = tables.flatMap((table) => Object.values<Row>(table.rows).map((row) => ({ table, row, title: `${table.process} ${row.name}` })));
const chinese = /[㐀-鿿]/;

describe.each(rows)('$title', ({ table, row }) => {
  test('says in Chinese and in English what it is, and on which article it rests', () => {
    expect(row.label.zh).toMatch(chinese);
    expect(row.label.en).not.toMatch(chinese);
    expect(row.basis.map((basis) => citation(basis).zh)).toEqual(row.basis.map(() => expect.stringMatching(/^《.+》第\d+条$/)));
    expect(Object.keys(domainRows)).toContain(row.ref);
  });
  test('labels every field it asks for in both languages, and every choice', () => {
    for (const [field, schema] of Object.entries(row.asks.shape)) {
      if (row.by.includes('engine')) continue;
      const meta = metaOf(schema as z.ZodType);
      expect([field, meta?.['zh'], meta?.['en']]).toEqual([field, expect.stringMatching(chinese), expect.any(String)]);
    }
  });
  test('names roles, papers, levels and stages that have a label', () => {
    for (const role of row.by) expect(table.vocabulary.roles).toHaveProperty(role);
    for (const paper of row.needs) expect(table.vocabulary.papers).toHaveProperty(paper);
    for (const stage of [...row.from, ...(row.to === undefined ? [] : [row.to])]) expect(table.stages).toHaveProperty(stage);
  });
  test('seals only fields at the top of the form, where the door looks for them', () => {
    const text = JSON.stringify(z.toJSONSchema(row.asks));
    expect(text.match(/"sealed":true/g)?.length ?? 0).toBe(sealedFields(row.asks).length);
  });
});

const edges = (table: Lifecycle) => Object.values<Row>(table.rows).filter(({ shape }) => shape === 'moving' || shape === 'lane');
const spread = (from: readonly string[], step: (stage: string) => readonly string[]): ReadonlySet<string> => {
  const seen = new Set(from);
  for (const stage of seen) for (const next of step(stage)) seen.add(next);
  return seen;
};

describe.each(tables.map((table) => ({ table, title: table.process })))('The table of $title', ({ table }) => {
  const stages = Object.keys(table.stages);
  const starts = Object.values<Row>(table.rows).flatMap((row) => (row.shape === 'opening' ? [row.to!] : []));
  test('reaches every stage from an opening', () => {
    const reached = spread(starts, (stage) => edges(table).flatMap((row) => (row.from.includes(stage) ? [row.to!] : [])));
    expect([...reached].sort()).toEqual([...stages].sort());
  });
  test('leads from every stage to an end', () => {
    const ends = stages.filter((stage) => isFinal(table, stage) || stage === 'closed' || stage === 'transferredOut');
    const leading = spread(ends, (stage) => edges(table).flatMap((row) => (row.to === stage ? row.from : [])));
    expect([...leading].sort()).toEqual([...stages].sort());
  });
  test('has lane stages that are stages of the whole, in the order they advance', () => {
    expect(stages.filter((stage) => table.laneStages.includes(stage))).toEqual(table.laneStages);
  });
  test('gives every clock its words, its source and a force', () => {
    for (const [key, clock] of Object.entries(table.clocks)) {
      // A local limit goes by the number of the row that sets it; the second limit of one number is its b.
      expect(clock.force === 'local' ? Object.keys(domainRows) : domainClocks).toContain(key.replace(/b$/, ''));
      expect([clock.label.zh, clock.waitsFor.zh]).toEqual([expect.stringMatching(chinese), expect.stringMatching(chinese)]);
      // SL, IR, DL and CPL are statutes; the others are Party rules (domain §5).
      if (clock.force !== 'local') expect(clock.force).toBe(clock.basis.some((source) => /^(SL|IR|DL|CPL) /.test(source)) ? 'statute' : 'partyRule');
    }
  });
});

test('The rows and clocks of the domain that are not built yet are said out loud', () => {
  const built = new Set(rows.map(({ row }) => row.ref));
  const missing = Object.entries(domainRows).filter(([ref]) => !built.has(ref));
  const clocks = domainClocks.filter((clock) => !tables.some((table) => Object.hasOwn(table.clocks, clock)));
  process.stdout.write(`Rows of the domain not built yet (${missing.length}): ${missing.map(([ref, label]) => `${ref} ${label}`).join(' · ')}\nClocks L1–L43 not built yet (${clocks.length}): ${clocks.join(' ')}\n`);
  for (const ref of [...Object.keys(domainRows).filter((ref) => ref.startsWith('C')), 'K0', 'K1', 'K4', 'K5', 'K6', 'K10', 'K11', 'K12', 'K13', 'K27']) expect(built).toContain(ref);
});
