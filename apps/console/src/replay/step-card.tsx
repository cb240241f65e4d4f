import { Alert, Card, Tag, Tooltip } from 'antd';
import type { ActorView } from '../api/matter';
import { useLanguage, useSay } from '../language';
import { FieldTable } from '../show/field-value';
import { PaperLines } from '../show/paper-lines';
import { usePerson } from '../show/person';
import { momentOf } from '../today';
import { words } from '../words';
import { ChangeTable } from './changes';
import type { Step } from './replay-query';
import { replayWords } from './replay-words';

/** A person in office and post, and for whom they acted. */
const Acting = ({ by }: { by: ActorView }) => {
  const { say, list } = useLanguage();
  const person = usePerson();
  return <>{list([person(by), ...(by.onBehalfOf === undefined ? [] : [say(replayWords.onBehalfOf, { who: by.onBehalfOf })])])}</>;
};

/** What happened at this point: who did it and for whom, why, on which basis, by whose signature, and what it changed. */
export const StepCard = ({ step }: { step: Step }) => {
  const { say, list, colon, aside } = useLanguage();
  const person = usePerson();
  const { label, by, enteredBy, on, recordedAt, late, why, basis, approvals, papers, changes, takesBack, unreadable } = step;
  const at = momentOf(recordedAt);
  const signed = approvals.map((given) => `${say(given.label)} ${given.approver.person} ${given.signedOn}${given.paper === undefined ? '' : aside(say(replayWords.onPaper))}`);
  return (
    <Card size="small" className="step-card" title={<h2><span className="date">{on.slice(0, 10)}</span> {say(label)}</h2>} extra={late && <Tooltip title={say(words.lateEntryHint, { on, at })}><Tag color="orange" tabIndex={0}>{say(words.lateEntry)}</Tag></Tooltip>}>
      {takesBack && <p>{say(replayWords.takesBack, { n: takesBack.revision, what: say(takesBack.label) })}</p>}
      <p className="who"><Acting by={by} /> <span className="hint">{say(replayWords.recordedAt, { at })}{enteredBy.person !== by.person && ` · ${say(replayWords.enteredBy, { who: person(enteredBy) })}`}</span></p>
      {why.length > 0 && <FieldTable fields={why} />}
      {basis.length > 0 && <p>{say(words.basis)}{colon}{list(basis.map(({ text }) => say(text)))}</p>}
      {signed.length > 0 && <p>{say(replayWords.signed)}{colon}{list(signed)}</p>}
      <PaperLines papers={papers.map(({ signedOn, ...paper }) => ({ ...paper, ...(signedOn !== undefined && { signedOn }) }))} />
      {unreadable !== undefined && <Alert type="error" showIcon title={say(replayWords.unreadable, { why: unreadable })} />}
      {changes.length > 0 ? <ChangeTable changes={changes} /> : <p className="hint none">{say(replayWords.nothingChanged)}</p>}
      <Rules rules={step.rules} />
    </Card>
  );
};

/** By which table, policy and calendar: quiet when they are those of today. */
const Rules = ({ rules: { table, policy, calendar, sameAsToday } }: Pick<Step, 'rules'>) => {
  const say = useSay();
  return sameAsToday
    ? <p className="hint none">{say(replayWords.sameRules, { policy, calendar })}</p>
    : <Alert type="warning" showIcon title={say(replayWords.otherRules, { table: table.slice(0, 12), policy, calendar })} />;
};
