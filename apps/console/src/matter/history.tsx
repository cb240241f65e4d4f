import { Card, Tag, Timeline, Tooltip } from 'antd';
import type { HistoryLine } from '../api/matter';
import { useLanguage, useSay } from '../language';
import { useCitation } from '../show/citation';
import { PaperLines } from '../show/paper-lines';
import { usePerson } from '../show/person';
import { momentOf } from '../today';
import { words } from '../words';
import { useLaneName } from './names';
import { inRuns } from './runs';
import { enteredByAnother, howSigned } from './signature';
import { ToldFields } from './told-fields';

const tone = (type: string): string => ({ ProposalRefused: 'red', StepTakenBack: 'red', StepProposed: 'orange', StepEndorsed: 'green', ClockNoticed: 'gray', ReactionSettled: 'gray', NoteAdded: 'gray' })[type] ?? 'blue';

/** What was told with the event: folded away when it is long, as a registration is. */
const Told = ({ fields }: { fields: HistoryLine['fields'] }) => {
  const say = useSay();
  if (fields.length === 0) return null;
  if (fields.length <= 4) return <ToldFields fields={fields} />;
  return <details><summary>{say(words.content, { n: fields.length })}</summary><ToldFields fields={fields} columns={2} /></details>;
};

/** One event: what was done and when, by whom; apart from it when it was entered and who signed. */
const Line = ({ line }: { line: HistoryLine }) => {
  const { say, list, aside, colon } = useLanguage();
  const cited = useCitation();
  const person = usePerson();
  const laneName = useLaneName();
  const { label, by, enteredBy, on, recordedAt, late, fields, papers, approvals, lane, basis } = line;
  const at = momentOf(recordedAt);
  const how = howSigned(line);
  const [own] = approvals;
  const signed = approvals.map(({ label: level, approver, signedOn, paper }) => `${say(level)} ${approver.person} ${signedOn}${paper === undefined ? '' : aside(say(words.signedOnPaperMark))}`);
  return (
    <div className="line">
      <div className="line-head">
        <strong>{say(label)}</strong>{lane !== undefined && <span className="hint">{laneName(lane)}</span>}
        {late && <Tooltip title={say(words.lateEntryHint, { on, at })}><Tag color="orange" tabIndex={0}>{say(words.lateEntry)}</Tag></Tooltip>}
      </div>
      <div className="hint">
        {how && own ? say(how, { level: say(own.label), who: own.approver.person, on: own.signedOn, clerk: enteredBy.person }) : person(by)}
        {enteredByAnother(line) && ` · ${say(words.enteredBy, { who: person(enteredBy) })}`} · {say(words.recordedAt, { at })}
      </div>
      {basis.length > 0 && <div className="hint">{say(words.basis)}{colon}{cited(basis)}</div>}
      {!how && signed.length > 0 && <div className="hint">{say(words.approvedBy, { who: list(signed) })}</div>}
      <Told fields={fields} />
      <PaperLines papers={papers} />
    </div>
  );
};

/** What the engine noticed by itself, several times in a row: one line until somebody wants to see them. */
const Notices = ({ lines }: { lines: readonly HistoryLine[] }) => {
  const say = useSay();
  return <details><summary>{say(words.notices, { n: lines.length })}</summary>{lines.map((line) => <Line key={line.revision} line={line} />)}</details>;
};

/** What has happened, newest first. */
export const History = ({ history }: { history: readonly HistoryLine[] }) => {
  const say = useSay();
  const items = inRuns(history.toReversed()).map((lines) => ({
    key: lines[0].revision, color: tone(lines[0].type),
    content: <div className="event"><span className="date">{lines[0].on.slice(0, 10)}</span>{lines.length > 1 ? <Notices lines={lines} /> : <Line line={lines[0]} />}</div>,
  }));
  return <Card className="history-card" title={<h2>{say(words.history)}</h2>} size="small"><Timeline items={items} /></Card>;
};
