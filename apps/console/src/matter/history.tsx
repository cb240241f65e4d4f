import { Card, Tag, Timeline, Tooltip } from 'antd';
import type { HistoryLine } from '../api/matter';
import { useSay } from '../language';
import { FieldTable } from '../show/field-value';
import { PaperLines } from '../show/paper-lines';
import { usePerson } from '../show/person';
import { momentOf } from '../today';
import { words } from '../words';
import { entryOf } from './late';

const tone = (type: string): string => ({ ProposalRefused: 'red', StepTakenBack: 'red', StepProposed: 'orange', StepEndorsed: 'green', ClockNoticed: 'gray', ReactionSettled: 'gray', NoteAdded: 'gray' })[type] ?? 'blue';

/** One event: what was done and when, by whom; apart from it when it was entered and who signed. */
const Line = ({ line }: { line: HistoryLine }) => {
  const say = useSay();
  const person = usePerson();
  const { label, by, enteredBy, on, recordedAt, fields, papers, approvals, lane, basis } = line;
  const entry = entryOf(line);
  const at = momentOf(recordedAt);
  return (
    <div className="line">
      <div className="line-head">
        <strong>{say(label)}</strong>{lane !== undefined && <span className="hint">{lane}</span>}
        {entry === 'late' && <Tooltip title={say(words.lateEntryHint, { on, at })}><Tag color="orange" tabIndex={0}>{say(words.lateEntry)}</Tag></Tooltip>}
      </div>
      <div className="hint">
        {person(by)}{enteredBy.person !== by.person && ` · ${say(words.enteredBy, { who: person(enteredBy) })}`} · {say(words.recordedAt, { at })}
        {basis.length > 0 && <> · {basis.join('、')}</>}
      </div>
      {approvals.length > 0 && <div className="hint">{say(words.approvedBy, { who: approvals.map(({ label: level, approver, signedOn, paper }) => `${say(level)} ${approver.person} ${signedOn}${paper === undefined ? '' : `（${say(words.signedOnPaperMark)}）`}`).join('、') })}</div>}
      {fields.length > 0 && <FieldTable fields={fields} />}
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
