import { LockOutlined } from '@ant-design/icons';
import { Checkbox, Form, Input, InputNumber, Radio, Select } from 'antd';
import type { Rule } from 'antd/es/form';
import type { ReactNode } from 'react';
import { useSay, type Say } from '../language';
import { words } from '../words';
import { CivilDatePicker } from './civil-date-picker';
import type { Path } from './faults';
import { GroupField, ListField } from './nested-fields';
import { kindOf, labelOf, type Schema } from './schema';

export type FieldProps = { readonly schema: Schema; readonly name: string; readonly at: Path; readonly required: boolean };

const chosen = new Set(['choice', 'choices', 'date', 'yesNo']);

/** What the browser can say at once; everything else is the server's to refuse. */
const rulesOf = (schema: Schema, required: boolean, field: string, say: Say): Rule[] => {
  const kind = kindOf(schema);
  const many = kind === 'lines' || kind === 'choices';
  const text = kind === 'line' || kind === 'passage' || kind === 'sealed';
  return [
    ...(required && !many ? [{ required: true, ...(text && { whitespace: true }), message: say(chosen.has(kind) ? words.requiredChoice : words.required, { field }) }] : []),
    ...(many && (schema.minItems ?? 0) > 0 ? [{ required: true, type: 'array' as const, min: schema.minItems ?? 1, message: say(words.atLeast, { field, n: schema.minItems ?? 1 }) }] : []),
    ...(text && schema.maxLength !== undefined ? [{ max: schema.maxLength, message: say(words.tooLong, { n: schema.maxLength }) }] : []),
    ...(text && (schema.minLength ?? 0) > 1 ? [{ min: schema.minLength ?? 0, message: say(words.tooShort, { n: schema.minLength ?? 0 }) }] : []),
  ];
};

/** Options that fit beside each other; more or longer ones fold into a list. */
const fewAndShort = ({ options = {} }: Schema): boolean => Object.keys(options).length <= 3 && Object.values(options).reduce((length, { zh }) => length + zh.length, 0) <= 24;

/** Fields that need the whole width of the form. */
export const isWide = (schema: Schema): boolean => ['passage', 'list', 'group', 'lines', 'choices'].includes(kindOf(schema)) || (kindOf(schema) === 'line' && (schema.maxLength ?? 200) >= 100);

const control = (schema: Schema, label: string, say: Say): ReactNode => {
  const named = schema.options ?? schema.items?.options;
  const options = (schema.enum ?? schema.items?.enum ?? []).map((value) => ({ value, label: say(named?.[value]) || value }));
  switch (kindOf(schema)) {
    case 'choice':
      return fewAndShort(schema) ? <Radio.Group aria-label={label} options={options} /> : <Select options={options} showSearch={{ optionFilterProp: 'label' }} />;
    case 'choices':
      return fewAndShort(schema.items ?? {}) ? <Checkbox.Group aria-label={label} options={options} /> : <Select mode="multiple" options={options} />;
    case 'yesNo':
      return <Radio.Group aria-label={label} options={[{ value: true, label: say(words.yes) }, { value: false, label: say(words.no) }]} />;
    case 'date':
      return <CivilDatePicker style={{ width: '100%', maxWidth: 220 }} placeholder={say(words.pickDate)} />;
    case 'count':
      return <InputNumber style={{ width: 160 }} {...(schema.minimum !== undefined && { min: schema.minimum })} {...(schema.maximum !== undefined && { max: schema.maximum })} />;
    case 'lines':
      return <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', '、', ';', '；', ' ']} placeholder={say(words.typeAndEnter)} />;
    case 'passage':
      return <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} count={{ show: true, max: schema.maxLength ?? 4000 }} />;
    case 'sealed':
      return <Input prefix={<LockOutlined />} autoComplete="off" />;
    default:
      return schema.maxLength !== undefined && schema.maxLength > 200 ? <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} /> : <Input autoComplete="off" />;
  }
};

/** One field of a derived form. `at` is its place in the form or, within a list, in that list: the form puts the rest before it. */
export const Field = (props: FieldProps) => {
  const say = useSay();
  const { schema, name, at, required } = props;
  const kind = kindOf(schema);
  if (kind === 'group') return <GroupField {...props} />;
  if (kind === 'list') return <ListField {...props} />;
  const label = say(labelOf(name, schema));
  return (
    <Form.Item
      className={isWide(schema) ? 'wide' : ''}
      name={at}
      label={<>{label}{!required && <span className="optional">{say(words.optional)}</span>}</>}
      rules={rulesOf(schema, required, label, say)}
      {...(kind === 'sealed' && { extra: say(words.sealedHint) })}
    >
      {control(schema, label, say)}
    </Form.Item>
  );
};
