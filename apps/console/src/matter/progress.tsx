import { CheckOutlined } from '@ant-design/icons';
import type { Matter } from '../api/matter';
import { formNamed, type Meta } from '../api/meta';
import { useMeta } from '../api/meta-context';
import { useSay } from '../language';
import { words } from '../words';

/** The stages the matter has been through, read off its history; a step taken back takes its stage with it. */
export const pathOf = (meta: Meta, { process, stage, history }: Pick<Matter, 'process' | 'stage' | 'history'>): readonly string[] => {
  const path: string[] = [];
  for (const { row, type } of history) {
    const form = row === undefined ? undefined : formNamed(meta, process, row);
    if (type === 'StepTakenBack') path.pop();
    else if ((form?.shape === 'moving' || form?.shape === 'opening') && form.to) path.push(form.to.key);
  }
  // Where the stage belongs to respondent and track, the matter shows the least advanced.
  if (path.at(-1) !== stage) path.push(stage);
  return path;
};

/** The way through the statechart in words: behind, here, and what can come next. */
export const Progress = ({ matter }: { matter: Matter }) => {
  const say = useSay();
  const meta = useMeta();
  const { stages } = meta.processes[matter.process];
  const path = pathOf(meta, matter);
  const ahead = new Set(matter.steps.flatMap(({ to }) => (to && to.key !== matter.stage ? [to.key] : [])));
  const next = Object.keys(stages).filter((stage) => ahead.has(stage));
  return (
    <ol className="progress" aria-label={say(words.progress)}>
      {path.slice(0, -1).map((stage, i) => <li key={`${stage}-${i}`} className="passed"><CheckOutlined aria-label={say(words.passed)} /> {say(stages[stage])}</li>)}
      <li className="here" aria-current="step">{say(matter.stageLabel)}</li>
      {next.length > 0 && <li className="ahead">{next.map((stage) => say(stages[stage])).join(' / ')}</li>}
    </ol>
  );
};
