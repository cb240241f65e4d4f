import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { useSay } from '../language';
import { words } from '../words';
import { blank } from './asked';
import { Field, type FieldProps } from './fields';
import { fieldsOf, labelOf, type Schema } from './schema';

/** Fields that belong together. */
export const GroupField = ({ schema, name, at }: FieldProps) => {
  const say = useSay();
  return (
    <fieldset className="group wide">
      <legend>{say(labelOf(name, schema))}</legend>
      {fieldsOf(schema).map((field) => <Field key={field.name} {...field} at={[...at, field.name]} />)}
    </fieldset>
  );
};

/** As many groups of fields as there are persons, or whatever else the table lists. */
export const ListField = ({ schema, name, at, required }: FieldProps) => {
  const say = useSay();
  const items: Schema = schema.items ?? {};
  const label = say(labelOf(name, schema));
  const item = say(labelOf(name, items.zh === undefined ? schema : items));
  const least = required ? (schema.minItems ?? 0) : 0;
  return (
    <Form.List
      name={at}
      rules={[{ validator: (_, list: unknown) => (Array.isArray(list) && list.length >= least) || least === 0 ? Promise.resolve() : Promise.reject(new Error(say(words.atLeast, { field: label, n: least }))) }]}
    >
      {(rows, { add, remove }, { errors }) => (
        <fieldset className="group wide">
          <legend>{required && <span className="must">* </span>}{label}{!required && <span className="optional">{say(words.optional)}</span>}</legend>
          {rows.map((row) => (
            <div key={row.key} className="item">
              <div className="item-head">
                <span>{say(words.item, { item, n: row.name + 1 })}</span>
                <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} disabled={rows.length <= least} aria-label={say(words.removeItem, { n: row.name + 1 })} onClick={() => remove(row.name)} />
              </div>
              <div className="item-fields">
                {fieldsOf(items).map((field) => <Field key={field.name} {...field} at={[row.name, field.name]} />)}
              </div>
            </div>
          ))}
          <Button type="dashed" icon={<PlusOutlined aria-hidden />} disabled={rows.length >= (schema.maxItems ?? Infinity)} onClick={() => add(blank(items))}>{say(words.addItem, { item })}</Button>
          <Form.ErrorList errors={errors} />
        </fieldset>
      )}
    </Form.List>
  );
};
