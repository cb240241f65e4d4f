import { schemaOf, type Schema } from '@anjuan/derive';
import { offices, posts, vocabulary } from '@anjuan/domain';
import { isSealed } from '@anjuan/handle';
import { engineRole, isStanding, standingCommands, type Actor, type Lifecycle, type Text } from '@anjuan/lifecycle';

export const plain = (value: string): Text => ({ zh: value, en: value });
const labelIn = (labels: Readonly<Record<string, Text>>, key: string): Text => (Object.hasOwn(labels, key) ? labels[key] : undefined) ?? plain(key);

export const officeLabel = (office: string): Text => labelIn(offices, office);
/** What the system does by itself is nobody's act in any office. */
const engineLabels = { officeLabel: vocabulary.roles[engineRole], postLabel: vocabulary.roles[engineRole] };
export const actorView = (actor: Actor) => ({ ...actor, ...(actor.post === engineRole ? engineLabels : { officeLabel: officeLabel(actor.office), postLabel: labelIn(posts, actor.post) }) });

/** In one breath: office and person, or the system. */
export const actorText = ({ person, post, officeLabel: { zh, en } }: ReturnType<typeof actorView>): Text => (post === engineRole ? { zh, en } : { zh: `${zh}${person}`, en: `${person} (${en})` });

/** A row's label, or that of a command every process knows. */
export const proposalLabel = (lifecycle: Lifecycle, name: string): Text =>
  (Object.hasOwn(lifecycle.rows, name) ? lifecycle.rows[name]?.label : undefined) ?? (isStanding(name) ? standingCommands[name].label : plain(name));

const hidden: Text = { zh: '（已密封）', en: '(sealed)' };
const yesNo = (value: boolean): Text => (value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' });
const both = (parts: readonly Text[], zh: string, en: string): Text => ({ zh: parts.map((part) => part.zh).join(zh), en: parts.map((part) => part.en).join(en) });

/** A value as a person reads it: options by their labels, sealed text not at all. */
export const say = (schema: Schema | undefined, value: unknown): Text => {
  if (isSealed(value)) return hidden;
  if (value === undefined || value === null) return plain('');
  if (typeof value === 'boolean') return yesNo(value);
  if (Array.isArray(value)) return both(value.map((item) => say(schema?.items, item)), '；', '; ');
  if (typeof value === 'object') return both(Object.entries(value).map(([key, inner]) => both([fieldLabel(schema, key), say(schema?.properties?.[key], inner)], '：', ': ')), '，', ', ');
  return labelIn(schema?.options ?? {}, String(value));
};

export const fieldLabel = (schema: Schema | undefined, field: string): Text => {
  const { zh, en } = schema?.properties?.[field] ?? {};
  return { zh: zh ?? field, en: en ?? field };
};

/** What is sealed is named and never shown, however deep it lies. */
export const masked = (value: unknown): unknown => {
  if (isSealed(value)) return { sealed: true };
  if (Array.isArray(value)) return value.map(masked);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)])) : value;
};

export type FieldView = { readonly field: string; readonly label: Text; readonly value: unknown; readonly text: Text; readonly sealed?: true };

export const fieldViews = (schema: Schema | undefined, values: Readonly<Record<string, unknown>>): readonly FieldView[] =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => ({ field, label: fieldLabel(schema, field), value: masked(value), text: say(schema?.properties?.[field], value), ...(isSealed(value) && { sealed: true as const }) }));

const schemas = new WeakMap<object, Schema>();

/** Labels of the facts at a stage, of the whole or of a lane. */
export const factsSchema = (knows: Parameters<typeof schemaOf>[0] | undefined): Schema | undefined => {
  if (!knows) return undefined;
  const schema = schemas.get(knows) ?? schemaOf(knows);
  schemas.set(knows, schema);
  return schema;
};

/** Facts carry their schema along: whoever corrects one needs the form of exactly that fact. */
export const factViews = (knows: Parameters<typeof factsSchema>[0], facts: Readonly<Record<string, unknown>>) => {
  const schema = factsSchema(knows);
  return fieldViews(schema, facts).map((view) => ({ ...view, schema: schema?.properties?.[view.field] }));
};
