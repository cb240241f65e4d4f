import { Form, type FormInstance } from 'antd';
import { askedNow, decisiveIn, shutBy } from './asked-when';
import type { Schema } from './schema';

/** The fields of a form, as far as the answers given so far make them arise; `shut` says why nothing more may be entered. */
export const useAsked = (form: FormInstance<Record<string, unknown>>, schema: Schema) => {
  const decisive = decisiveIn(schema);
  const answers = Form.useWatch((values: Record<string, unknown>) => Object.fromEntries(decisive.map((name) => [name, values[name]])), form) ?? {};
  return { fields: askedNow(schema, answers), shut: shutBy(schema, answers) };
};
