import { Alert, Button, Spin } from 'antd';
import { Problem } from '../api/problem';
import { useSay } from '../language';
import { words } from '../words';

export const Loading = () => {
  const say = useSay();
  return <div className="waiting" role="status"><Spin /> <span>{say(words.loading)}</span></div>;
};

/** Why something could not be shown, and the way out. */
export const Failed = ({ error, again }: { error: Error; again: () => void }) => {
  const say = useSay();
  return (
    <Alert
      className="waiting-failed" type="error" showIcon title={say(words.cannotLoad)}
      description={error instanceof Problem ? say(error.status === 0 ? words.unreachable : error.detail) : error.message}
      action={<Button onClick={again}>{say(words.retry)}</Button>}
    />
  );
};
