import { Alert, Form } from 'antd';
import { useSay } from '../language';
import { askedNow, conditionOf, gateOf } from './asked-when';
import { Field } from './fields';
import { fieldsOf, type Schema } from './schema';

/** The fields of a form, as far as the answers given so far make them arise. Its own component: what is typed elsewhere does not draw it again. */
export const AskedFields = ({ schema }: { schema: Schema }) => {
  const say = useSay();
  const gate = gateOf(schema);
  const decisive = new Set(fieldsOf(schema).flatMap(({ name }) => conditionOf(schema, name)?.field ?? []).concat(gate?.field ?? []));
  const answers = Form.useWatch((values: Record<string, unknown>) => Object.fromEntries([...decisive].map((name) => [name, values[name]]))) ?? {};
  const asked = askedNow(schema, answers);
  return (
    <>
      {asked.map((field) => <Field key={field.name} {...field} at={[field.name]} />)}
      {gate && answers[gate.field] !== undefined && answers[gate.field] !== gate.is && <Alert className="wide" type="error" showIcon title={say(gate.otherwise)} />}
    </>
  );
};
