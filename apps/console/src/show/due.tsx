import { Tag, Tooltip } from 'antd';
import { useSay } from '../language';
import { daysUntil } from '../today';
import { words } from '../words';

/** A due date and what it means today: red when it has passed, orange within the week. No breach is declared from a provisional one. */
export const Due = ({ on, provisional }: { on: string; provisional: boolean }) => {
  const say = useSay();
  const left = daysUntil(on);
  const tone = left < 0 ? (provisional ? 'orange' : 'red') : left <= 7 ? 'orange' : undefined;
  const standing = left < 0 ? say(words.overdueBy, { n: -left }) : left === 0 ? say(words.dueToday) : say(words.daysLeft, { n: left });
  return (
    <span className="due">
      <span className="date">{on}</span>
      <span className={`left ${tone ?? ''}`}>{standing}</span>
      {provisional && <Tooltip title={say(words.provisionalHint)}><Tag color="gold" tabIndex={0}>{say(words.provisional)}</Tag></Tooltip>}
    </span>
  );
};
