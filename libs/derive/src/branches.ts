import type { Lifecycle, Loose, Row, Text } from '@anjuan/lifecycle';
import { schemaOf, type Schema } from './schema';

export type Choice = { readonly field: Text; readonly value: Text };
/** Under these choices, these levels sign, lowest first. */
export type Branch = { readonly when: readonly Choice[]; readonly chain: readonly string[] };

const most = 200;
const yesNo: Readonly<Record<string, Text>> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } };

type Asked = { readonly path: string; readonly schema: Schema; readonly options: readonly unknown[] };

/** One run under choices made so far; the first question beyond them takes its first option. */
class Run {
  readonly asked: Asked[] = [];
  constructor(private readonly chosen: readonly number[]) {}

  private choose(path: string, schema: Schema, options: readonly unknown[]): unknown {
    const before = this.asked.findIndex((each) => each.path === path);
    const place = before >= 0 ? before : this.asked.push({ path, schema, options }) - 1;
    return options[this.chosen[place] ?? 0];
  }

  value(schema: Schema | undefined, path: string): unknown {
    if (!schema) return undefined;
    if (schema.enum) return this.choose(path, schema, schema.enum);
    if (schema.type === 'boolean') return this.choose(path, schema, [false, true]);
    if (schema.type === 'array') return [this.value(schema.items && { ...schema.items, zh: schema.items.zh ?? schema.zh ?? path, en: schema.items.en ?? schema.en ?? path }, `${path}.0`)];
    if (schema.type === 'object')
      return new Proxy({}, { get: (_, key) => (typeof key === 'string' ? this.value(schema.properties?.[key], `${path}.${key}`) : undefined), has: (_, key) => typeof key === 'string' && schema.properties?.[key] !== undefined });
    return schema.type === 'string' ? '…' : 0;
  }

  choices(): readonly Choice[] {
    return this.asked.map(({ path, schema, options }, place) => {
      const value = String(options[this.chosen[place] ?? 0]);
      return { field: { zh: schema.zh ?? path, en: schema.en ?? path }, value: (schema.type === 'boolean' ? yesNo : schema.options)?.[value] ?? { zh: value, en: value } };
    });
  }
}

/**
 * The branches of a chain of approvals, found by letting the row's own function ask: each choice or yes-or-no that it
 * reads is answered in every way. So the handbook cannot say anything else than the table does.
 */
export const approvalBranches = (lifecycle: Lifecycle, row: Row): readonly Branch[] => {
  const from = row.from[0] ?? '';
  const facts = (row.shape === 'lane' ? lifecycle.laneKnows(from) : lifecycle.stages[from]?.knows) ?? undefined;
  const matter = lifecycle.stages[from]?.knows;
  const schemas = [facts && schemaOf(facts), schemaOf(row.asks), matter && schemaOf(matter)];
  const branches: Branch[] = [];
  const walk = (chosen: readonly number[]) => {
    if (branches.length >= most) return;
    const run = new Run(chosen);
    const [seen, asked, whole] = schemas.map((schema, i) => run.value(schema ?? { type: 'object' }, ['facts', 'asked', 'matter'][i]!) as Loose); // three of each
    const chain = row.approvedBy(seen!, asked!, whole!);
    branches.push({ when: run.choices(), chain });
    // The other options of every question that came after the choices made on the way here.
    for (let place = run.asked.length - 1; place >= chosen.length; place--)
      for (let option = 1; option < run.asked[place]!.options.length; option++) walk([...Array.from({ length: place }, (_, i) => chosen[i] ?? 0), option]);
  };
  walk([]);
  return branches;
};
