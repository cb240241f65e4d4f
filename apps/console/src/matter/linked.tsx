import { Card, Tag } from 'antd';
import { Link } from 'react-router';
import type { Matter } from '../api/matter';
import { pathOf } from '../api/send-command';
import { useSay } from '../language';
import { words } from '../words';

/** The rest of the same history: the case a clue became, the clues a case came from. */
export const LinkedMatters = ({ linked }: Pick<Matter, 'linked'>) => {
  const say = useSay();
  if (linked.length === 0) return null;
  return (
    <Card title={<h2>{say(words.linked)}</h2>} size="small">
      <ul className="linked">
        {linked.map(({ stream, process, stageLabel, number, title }) => (
          <li key={stream}>
            <span className="hint">{say(process === 'case' ? words.linkedCase : words.linkedClue)}</span>{' '}
            <Link to={`${pathOf(process)}/${stream}`}>{[number, title].filter(Boolean).join(' ') || stream}</Link> <Tag>{say(stageLabel)}</Tag>
          </li>
        ))}
      </ul>
    </Card>
  );
};
