import { ExportOutlined } from '@ant-design/icons';
import { Alert, Card, Tooltip, Typography } from 'antd';
import { Link } from 'react-router';
import type { Matter } from '../api/matter';
import { pathOf } from '../api/send-command';
import { useLanguage } from '../language';
import { replayWords } from '../replay/replay-words';
import { Due } from '../show/due';
import { StageTag } from '../show/stage-tag';
import { words } from '../words';
import { MoreMenu } from './more-menu';
import type { Open } from './opened';
import { Progress } from './progress';

const told = ({ facts }: Matter, field: string) => facts.find((each) => each.field === field);

export const titleOf = (matter: Matter) => told(matter, 'title')?.text ?? told(matter, 'caseNo')?.text;

/** What it is, where it stands, when something is due. */
export const MatterHead = ({ matter, open }: { matter: Matter; open: Open }) => {
  const { say, colon } = useLanguage();
  const { process, stageLabel, final, clocks, stream, workflow, owed, stale } = matter;
  const number = told(matter, process === 'clue' ? 'number' : 'caseNo');
  const next = clocks.filter(({ stoppedOn, status }) => stoppedOn === undefined && status !== 'suspended').toSorted((a, b) => a.due.localeCompare(b.due))[0];
  return (
    <>
      <Card size="small" className="matter-head">
        <div className="title-row">
          <h1>
            <Link to={pathOf(process)} className="crumb">{say(process === 'clue' ? words.clue : words.case)}</Link>
            {say(titleOf(matter)) || stream}
          </h1>
          <MoreMenu process={process} open={open} />
        </div>
        <div className="about">
          <StageTag label={stageLabel} final={final} />
          <span>{say(words.number)}{colon}<span className="number">{number ? say(number.text) : say(words.noNumber)}</span></span>
          {next && <span>{say(words.due)}{colon}<Due on={next.due} provisional={next.provisional} /> <span className="hint">{say(next.label)}</span></span>}
          <span className="hint">{say(words.matterId)}{colon}<Typography.Text copyable={{ text: stream, tooltips: [say(words.copy), say(words.copied)] }} code className="opaque">{stream}</Typography.Text></span>
          <Link to={`${pathOf(process)}/${stream}/replay`}>{say(replayWords.replay)}</Link>
          {workflow.url !== undefined && <Tooltip title={say(words.workflowHint)}><a href={workflow.url} target="_blank" rel="noreferrer" aria-description={say(words.workflowHint)}>{say(words.workflow)} <ExportOutlined aria-hidden /></a></Tooltip>}
        </div>
        <Progress matter={matter} />
      </Card>
      {stale && <Alert type="warning" showIcon title={say(words.stale)} />}
      {owed.map(({ reaction, event, label }) => <Alert key={`${reaction}-${event}`} type="info" showIcon title={say(words.owing, { what: say(label) || reaction })} description={say(words.owingHint)} role="status" />)}
    </>
  );
};
