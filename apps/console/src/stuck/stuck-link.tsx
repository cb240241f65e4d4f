import { Badge } from 'antd';
import { NavLink } from 'react-router';
import { useSay } from '../language';
import { useStuckGroups } from './use-stuck';
import { stuckWords } from './words';

/** The way to the page, with how much waits there. */
export const StuckLink = () => {
  const say = useSay();
  const { data } = useStuckGroups();
  return <NavLink to="/stuck">{say(stuckWords.title)}{data && data.total > 0 && <Badge className="stuck-count" count={data.total} overflowCount={9_999} size="small" />}</NavLink>;
};
