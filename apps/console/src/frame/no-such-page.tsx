import { Result } from 'antd';
import { Link } from 'react-router';
import { useSay } from '../language';
import { words } from '../words';

export const NoSuchPage = () => {
  const say = useSay();
  return <Result status="404" title={say(words.noSuchPage)} extra={<Link to="/clues">{say(words.backToList)}</Link>} />;
};
