import { Empty } from 'antd';
import { useMemo } from 'react';
import type { Clock } from '../api/matter';
import type { CommandForm, ProcessName } from '../api/meta';
import { useMeta } from '../api/meta-context';
import type { Done } from '../api/send-command';
import { DerivedForm } from '../forms/derived-form';
import type { Target } from '../forms/use-sending';
import { useLanguage } from '../language';
import { today } from '../today';
import { words, type Text } from '../words';
import { extendable, type Extendable } from './extendable';
import { useLaneName } from './names';
import { units } from './standing-options';

type Props = { readonly form: CommandForm; readonly process: ProcessName; readonly clocks: readonly Clock[]; readonly target: Target; readonly onDone: (done: Done) => void; readonly onCancel: () => void };

const none = {};

/** The limits that may be extended stand in for the free text of the schema: nobody should have to know their keys. */
export const ExtendForm = ({ form, process, clocks, target, onDone, onCancel }: Props) => {
  const { say, list } = useLanguage();
  const laneName = useLaneName();
  const offered = extendable(useMeta(), process, clocks, today());
  const named = ({ label, lane }: Extendable): Text => (lane === undefined ? label : { zh: `${label.zh} ${laneName(lane)}`, en: `${label.en} ${laneName(lane)}` });
  const which = JSON.stringify(offered.map((clock) => [clock.key, { zh: `${named(clock).zh}（${clock.due}）`, en: `${named(clock).en} (${clock.due})` }]));
  const derived = useMemo<CommandForm>(() => {
    const options = Object.fromEntries(JSON.parse(which) as [string, Text][]); // by value: the page is read again every few seconds
    const { clock, n, unit, ...rest } = form.schema.properties ?? {};
    return { ...form, schema: { ...form.schema, properties: { clock: { ...clock, enum: Object.keys(options), options }, ...(n && { n }), ...(unit && { unit }), ...rest } } };
  }, [form, which]);
  const [only, ...others] = offered;
  if (!only) return <Empty description={say(words.noRunningClock)} />;
  return (
    <DerivedForm form={derived} target={target} fixed={none} initial={others.length === 0 ? { clock: only.key, unit: only.extension.atMost.unit } : none} submit={say(words.submit)} onDone={onDone} onCancel={onCancel}>
      <ul className="may-extend">
        {offered.map((clock) => {
          const { atMost: { n, unit }, times, approvedBy } = clock.extension;
          return <li key={clock.key}>{say(words.mayExtend, { clock: say(named(clock)), limit: `${n} ${say(units[unit])}`, times, n: clock.extensions, who: list(approvedBy.map(({ label }) => say(label))) })}</li>;
        })}
      </ul>
    </DerivedForm>
  );
};
