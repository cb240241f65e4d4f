import { Alert, Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { isUnsure } from '../api/problem';
import { useLanguage } from '../language';
import { words } from '../words';
import type { Sending } from './use-sending';

/** The top of a form after a refusal: why, and what to do now. It claims that nothing was done only where that is certain. */
export const RefusalAlert = ({ sending: { problem, moved, takeLatest }, onFields }: { sending: Sending; onFields: boolean }) => {
  const { say, colon } = useLanguage();
  const { pathname } = useLocation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem && !onFields) box.current?.scrollIntoView({ block: 'nearest' });
  }, [problem, onFields]);
  if (!problem) return null;
  const link = problem.page !== undefined && problem.page !== pathname && <Link to={problem.page}>{say(words.lookAtIt)}</Link>;
  // The first try got through although its answer did not; what was changed since is not part of it.
  const reused = problem.code === 'command-reused';
  const unsure = isUnsure(problem);
  const title = reused ? say(words.doneBefore) : unsure ? say(problem.status === 0 ? words.noAnswer : words.brokenAnswer) : say(words.refused, { detail: say(problem.detail) });
  const advice = moved ? say(words.movedSince) : `${onFields ? `${say(words.checkFields)} ` : ''}${say(words.nothingStored)}`;
  return (
    <div ref={box} role="alert">
      <Alert
        type={unsure || reused ? 'warning' : 'error'} showIcon className="refusal" title={title}
        description={reused || unsure ? link || undefined : (
          <>
            {advice}<span className="rule"> {say(words.rule)}{colon}{say(problem.rule)}</span>
            {link && <div>{link}</div>}
            {moved && <div><Button size="small" onClick={takeLatest}>{say(words.takeLatest)}</Button></div>}
          </>
        )}
      />
    </div>
  );
};
