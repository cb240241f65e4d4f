import { Card, Tag, Timeline, Tooltip } from 'antd';
import type { HistoryLine } from '../api/matter';
import { useLanguage, useSay } from '../language';
import { FieldTable } from '../show/field-value';
import { PaperLines } from '../show/paper-lines';
import { usePerson } from '../show/person';
import { momentOf } from '../today';
import { words } from '../words';
import { entryOf } from './late';

const tone = (type: string): string => ({ ProposalRefused: 'red', StepTakenBack: 'red', StepProposed: 'orange', StepEndorsed: 'green', ClockNoticed: 'gray', ReactionSettled: 'gray', NoteAdded: 'gray' })[type] ?? 'blue';

/** What was told with the event: folded away when it is long, as a registration is. */
const Told = ({ fields }: { fields: HistoryLine['fields'] }) => {
  const say = useSay();
  if (fields.length === 0) return null;
  if (fields.length <= 3) return <FieldTable fields={fields} />;
  return <details><summary>{say(words.content, { n: fields.length })}</summary><FieldTable fields={fields} columns={2} /></details>;
};

/** One event: what was done and when, by whom; apart from it when it was entered and who signed. */
const Line = ({ line }: { line: HistoryLine }) => {
  const { say, list, aside } = useLanguage();
  const person = usePerson();
  const { label, by, enteredBy, on, recordedAt, fields, papers, approvals, lane, basis } = line;
  const entry = entryOf(line);
  const at = momentOf(recordedAt);
  // The last signature carries the act out: whoever signed at the keyboard need not be named twice.
  const entered = enteredBy.person !== by.person && !approvals.some(({ approver, paper }) => approver.person === enteredBy.person && paper === undefined);
  const signed = approvals.map(({ label: level, approver, signedOn, paper }) => `${say(level)} ${approver.person} ${signedOn}${paper === undefined ? '' : aside(say(words.signedOnPaperMark))}`);
  return (
    <div className="line">
      <div className="line-head">
        <strong>{say(label)}</strong>{lane !== undefined && <span className="hint">{lane}</span>}
        {entry === 'late' && <Tooltip title={say(words.lateEntryHint, { on, at })}><Tag color="orange" tabIndex={0}>{say(words.lateEntry)}</Tag></Tooltip>}
      </div>
      <div className="hint">
        {person(by)}{entered && ` · ${say(words.enteredBy, { who: person(enteredBy) })}`} · {say(words.recordedAt, { at })}{basis.length > 0 && ` · ${list(basis)}`}
      </div>
      {signed.length > 0 && <div className="hint">{say(words.approvedBy, { who: list(signed) })}</div>}
      <Told fields={fields} />
      <PaperLines papers={papers} />
    </div>
  );
};

/** What has happened, newest first. */
export const History = ({ history }: { history: readonly HistoryLine[] }) => {
  const say = useSay();
  return (
    <Card title={<h2>{say(words.history)}</h2>} size="small">
      <Timeline items={history.toReversed().map((line) => ({ key: line.revision, color: tone(line.type), content: <div className="event"><span className="date">{line.on.slice(0, 10)}</span><Line line={line} /></div> }))} />
    </Card>
  );
};
