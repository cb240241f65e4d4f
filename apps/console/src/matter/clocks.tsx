import { Card, Collapse, Tag } from 'antd';
import type { Clock } from '../api/matter';
import { useLanguage, useSay } from '../language';
import { Due } from '../show/due';
import { words } from '../words';
import { useLaneName } from './names';

const tones = { running: 'blue', suspended: 'default', met: 'green', breached: 'red' } as const;

const Line = ({ clock }: { clock: Clock }) => {
  const { say, colon, aside } = useLanguage();
  const laneName = useLaneName();
  const { label, lane, force, waitsFor, due, provisional, stoppedOn, status, extensions, start } = clock;
  return (
    <li className="clock">
      <div className="clock-name"><strong>{say(label)}</strong>{lane !== undefined && <span className="hint"> {laneName(lane)}</span>} <Tag variant="filled">{say(words[force])}</Tag></div>
      {stoppedOn === undefined
        ? <>
            {status === 'suspended' ? <Tag>{say(words.suspended)}</Tag> : <Due on={due} provisional={provisional} />}
            <div className="hint">{say(words.waitsFor)}{colon}{say(waitsFor)}</div>
          </>
        : <div><Tag color={tones[status]}>{say(words[status])}</Tag><span className="hint">{stoppedOn}{aside(`${say(words.dueOn)} ${due}`)}</span></div>}
      <div className="hint">{say(words.startedOn)} {start}{extensions > 0 && ` · ${say(words.extended, { n: extensions })}`}</div>
    </li>
  );
};

/** Limits that run, soonest first; those that stopped are folded away. */
export const Clocks = ({ clocks }: { clocks: readonly Clock[] }) => {
  const say = useSay();
  const running = clocks.filter(({ stoppedOn }) => stoppedOn === undefined).toSorted((a, b) => a.due.localeCompare(b.due));
  const stopped = clocks.filter(({ stoppedOn }) => stoppedOn !== undefined);
  return (
    <Card className="clocks-card" title={<h2>{say(words.clocks)}</h2>} size="small">
      {running.length === 0 ? <p className="hint none">{say(words.noClocks)}</p> : <ul className="clocks">{running.map((clock) => <Line key={clock.key} clock={clock} />)}</ul>}
      {stopped.length > 0 && (
        <Collapse ghost size="small" items={[{ key: 'stopped', label: say(words.finishedClocks, { n: stopped.length }), children: <ul className="clocks">{stopped.map((clock) => <Line key={clock.key} clock={clock} />)}</ul> }]} />
      )}
    </Card>
  );
};
