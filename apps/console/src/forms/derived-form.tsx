import { Alert, Button, Form } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { CommandForm } from '../api/meta';
import type { Done } from '../api/send-command';
import { useSay } from '../language';
import { today } from '../today';
import { words } from '../words';
import { askedOf, blank } from './asked';
import { CivilDatePicker } from './civil-date-picker';
import { landed } from './faults';
import { Field } from './fields';
import { missing, neededPapers, papersToSend } from './papers';
import { PapersField } from './papers-field';
import { RefusalAlert } from './refusal-alert';
import type { Schema } from './schema';
import { useAsked } from './use-asked';
import { useSending, type Target } from './use-sending';

type Props = {
  readonly form: CommandForm;
  readonly target: Target;
  /** What the place of the button says already (the lane, the proposal): sent along, not asked again. */
  /** What the fields begin with. */
  readonly initial?: Readonly<Record<string, unknown>> | undefined;
  readonly onChange?: (values: Readonly<Record<string, unknown>>) => void;
  readonly fixed?: Readonly<Record<string, unknown>>;
  readonly submit: string;
  readonly onDone: (done: Done) => void;
  readonly onCancel?: () => void;
  readonly children?: ReactNode;
};

const without = (schema: Schema, fixed: Readonly<Record<string, unknown>>): Schema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !Object.hasOwn(fixed, name))),
});

/** The form of a command, made from its row: fields, papers, date of the act. */
export const DerivedForm = ({ form: { schema: whole, needs, name, kind }, target, initial, onChange, fixed = {}, submit, onDone, onCancel, children }: Props) => {
  const say = useSay();
  const [form] = Form.useForm<Record<string, unknown>>();
  const schema = useMemo(() => without(whole, fixed), [whole, fixed]);
  const [papers, setPapers] = useState(() => neededPapers(needs.map(({ key }) => key)));
  const [faulty, setFaulty] = useState<readonly string[]>([]);
  const [on, setOn] = useState<string>();
  const sending = useSending(target, onDone);
  const { problem, busy } = sending;
  const faults = useMemo(() => (problem ? landed(problem, schema) : []), [problem, schema]);

  // Said again when the language changes: the values stay, the words follow.
  useEffect(() => {
    const wrong = form.getFieldsError().filter(({ errors }) => errors.length > 0).map(({ name: path }) => path);
    if (wrong.length > 0 && faults.length === 0) void form.validateFields(wrong).catch(() => undefined);
    for (const { path, message } of faults) form.setFields([{ name: path, errors: [say(message)] }]);
    if (faults[0]) form.scrollToField(faults[0].path, { block: 'center', focus: true });
  }, [form, faults, say]);

  // The browser asks before the page is reloaded or closed over what was typed.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (form.isFieldsTouched()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [form]);

  const finish = (values: Record<string, unknown>) => {
    const lacking = missing(papers);
    setFaulty(lacking);
    if (lacking.length > 0) return;
    void sending.send({ asked: { ...askedOf(schema, values), ...fixed }, papers: papersToSend(papers), ...(on !== undefined && { on }) });
  };
  const { fields, shut } = useAsked(form, schema);
  return (
    <Form
      form={form} name={name} layout="vertical" requiredMark initialValues={{ ...blank(schema), ...initial }} validateTrigger={['onBlur', 'onChange']} className="derived"
      scrollToFirstError={{ block: 'center', focus: true }} onFinish={finish} onFinishFailed={() => setFaulty(missing(papers))}
      onValuesChange={(_, values) => onChange?.(values)}
    >
      <RefusalAlert sending={sending} onFields={faults.length > 0} />
      {children}
      <div className="fields">
        {fields.map((field) => <Field key={field.name} {...field} at={[field.name]} />)}
        {shut && <Alert className="wide" type="error" showIcon title={say(shut)} />}
        {fields.length === 0 && needs.length === 0 && !children && <p className="hint">{say(words.nothingToFill)}</p>}
        {!shut && (kind === 'row' || name === 'correct' || name === 'extendClock') && <PapersField papers={papers} faulty={faulty} onChange={setPapers} />}
        {!shut && kind === 'row' && (
          <Form.Item label={say(words.actDate)} htmlFor={`${name}-on`} extra={say(words.actDateHint)} {...(problem?.field === 'on' && { validateStatus: 'error', help: say(problem.detail) })}>
            <CivilDatePicker id={`${name}-on`} allowClear={false} value={on ?? today()} latest={today()} onChange={setOn} />
          </Form.Item>
        )}
      </div>
      <div className="form-end">
        <Button type="primary" htmlType="submit" loading={busy} disabled={shut !== undefined}>{busy ? say(words.submitting) : submit}</Button>
        {onCancel && <Button onClick={onCancel}>{say(words.cancel)}</Button>}
      </div>
    </Form>
  );
};
