import { Form, Select } from 'antd';
import { useMemo, useState } from 'react';
import type { Matter } from '../api/matter';
import type { CommandForm } from '../api/meta';
import type { Done } from '../api/send-command';
import { DerivedForm } from '../forms/derived-form';
import type { Schema } from '../forms/schema';
import type { Target } from '../forms/use-sending';
import { useSay } from '../language';
import { FieldValue } from '../show/field-value';
import { words } from '../words';
import { correctable } from './correctable';
import { useLaneName } from './names';

type Props = { readonly form: CommandForm; readonly matter: Matter; readonly target: Target; readonly onDone: (done: Done) => void; readonly onCancel: () => void };

/** Nothing is edited: a correction says which field, what stood there, what should, and why. */
export const CorrectForm = ({ form, matter, target, onDone, onCancel }: Props) => {
  const say = useSay();
  const { facts: whole, lanes } = matter;
  const facts = useMemo(() => correctable({ facts: whole, lanes }), [whole, lanes]);
  const laneName = useLaneName();
  const [chosen, setChosen] = useState<string>();
  const fact = facts.find(({ key }) => key === chosen);
  // The form of the standing command, with the new value asked for as the fact's own field is.
  const derived = useMemo<CommandForm | undefined>(() => fact && ({
    ...form,
    schema: { ...form.schema, properties: { new: named(fact.schema, words.newValue), reason: form.schema.properties?.['reason'] ?? {} }, required: ['new', 'reason'] },
  }), [form, fact]);
  // A list or a group begins as it stands: nobody should have to write it all again to put one word right.
  const initial = useMemo(() => (fact && !fact.view.sealed ? { new: fact.view.value } : {}), [fact]);
  const fixed = useMemo(() => (fact ? { field: fact.view.field, old: fact.view.sealed ? null : fact.view.value, ...(fact.lane !== undefined && { lane: fact.lane }) } : {}), [fact]);
  return (
    <>
      <Form layout="vertical" component={false}>
        <Form.Item label={say(words.correctWhat)} htmlFor="correct-what">
          <Select id="correct-what" value={chosen ?? null} onChange={setChosen} options={facts.map(({ key, view, lane }) => ({ value: key, label: `${lane === undefined ? '' : `${laneName(lane)} · `}${say(view.label)}` }))} />
        </Form.Item>
        {fact && <Form.Item label={say(words.oldValue)}><FieldValue {...fact.view} /></Form.Item>}
      </Form>
      {derived && fact && <DerivedForm key={fact.key} form={derived} target={target} initial={initial} fixed={fixed} submit={say(words.submit)} onDone={onDone} onCancel={onCancel} />}
    </>
  );
};

const named = (schema: Schema, { zh, en }: { readonly zh: string; readonly en: string }): Schema => ({ ...schema, zh, en });
