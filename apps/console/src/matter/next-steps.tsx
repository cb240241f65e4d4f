import { Button, Card } from 'antd';
import type { Matter, OpenStep } from '../api/matter';
import { useActor } from '../actor-context';
import { formNamed } from '../api/meta';
import { useMeta } from '../api/meta-context';
import { useLanguage, useSay } from '../language';
import { words } from '../words';
import type { Open } from './opened';

/** One step of the table: a button where the person here may take it, and otherwise why not. */
const Step = ({ step, open }: { step: OpenStep; open: Open }) => {
  const { say, list } = useLanguage();
  const { offices } = useMeta();
  const { person, office } = useActor();
  const { name, label, by, needs, mayAct } = step;
  const papers = list(needs.map((paper) => say(paper.label)));
  const about = mayAct ? say(words.whoMay, { who: say(by) }) : say(words.notYours, { who: say(by), office: say(offices[office]), person });
  return (
    <li className={mayAct ? 'step' : 'step not-yours'}>
      <Button disabled={!mayAct} onClick={() => open({ what: 'step', name })} aria-describedby={`why-${name}`}>{say(label)}</Button>
      <span id={`why-${name}`} className="hint">{about}{papers && ` · ${say(words.needsPapers, { papers })}`}</span>
    </li>
  );
};

/** Who may do what next. Steps of a single respondent and track stand in the table of lanes. */
export const NextSteps = ({ matter: { process, steps, final, proposals }, open }: { matter: Matter; open: Open }) => {
  const say = useSay();
  const meta = useMeta();
  // A correction, an extension or a recusal on its way keeps no step from being proposed.
  const taken = proposals.some(({ lane, name }) => lane === undefined && formNamed(meta, process, name)?.kind === 'row');
  const whole = steps.filter(({ lanes }) => lanes.length === 0).toSorted((a, b) => Number(b.mayAct) - Number(a.mayAct));
  return (
    <Card className="next-card" title={<h2>{say(words.next)}</h2>} size="small">
      {whole.length > 0 && taken && <p className="hint">{say(words.waitsBecausePending)}</p>}
      {whole.length === 0
        ? <p className="hint none">{say(final ? words.finished : steps.length > 0 ? words.nextInLanes : words.nothingNext)}</p>
        : <ul className="steps">{whole.map((step) => <Step key={step.name} step={step} open={open} />)}</ul>}
    </Card>
  );
};
