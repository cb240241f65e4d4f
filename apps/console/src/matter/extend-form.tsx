import { Empty } from 'antd';
import { useMemo } from 'react';
import type { Clock } from '../api/matter';
import type { CommandForm } from '../api/meta';
import type { Done } from '../api/send-command';
import { DerivedForm } from '../forms/derived-form';
import type { Target } from '../forms/use-sending';
import { useSay } from '../language';
import { words, type Text } from '../words';
import { useLaneName } from './names';

type Props = { readonly form: CommandForm; readonly clocks: readonly Clock[]; readonly target: Target; readonly onDone: (done: Done) => void; readonly onCancel: () => void };

const none = {};

/** The running limits stand in for the free text of the schema: nobody should have to know their keys. */
export const ExtendForm = ({ form, clocks, target, onDone, onCancel }: Props) => {
  const say = useSay();
  const laneName = useLaneName();
  const running = clocks.filter(({ stoppedOn }) => stoppedOn === undefined);
  const keys = running.map(({ key, label, lane, due }) => [key, { zh: `${label.zh}${lane === undefined ? '' : ` ${laneName(lane)}`}（${due}）`, en: `${label.en}${lane === undefined ? '' : ` ${laneName(lane)}`} (${due})` }] as const);
  const which = JSON.stringify(keys);
  const derived = useMemo<CommandForm>(() => {
    const options = Object.fromEntries(JSON.parse(which) as [string, Text][]); // `keys`, by value: the page is read again every few seconds
    const { clock, n, unit, ...rest } = form.schema.properties ?? {};
    return { ...form, schema: { ...form.schema, properties: { clock: { ...clock, enum: Object.keys(options), options }, ...(n && { n }), ...(unit && { unit }), ...rest } } };
  }, [form, which]);
  return running.length === 0 ? <Empty description={say(words.noRunningClock)} /> : <DerivedForm form={derived} target={target} fixed={none} submit={say(words.submit)} onDone={onDone} onCancel={onCancel} />;
};
