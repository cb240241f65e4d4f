import { Alert, Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../language';
import { words } from '../words';
import type { Sending } from './use-sending';

/** The top of a form after a refusal: why, and what to do now. */
export const RefusalAlert = ({ sending: { problem, moved, takeLatest }, onFields }: { sending: Sending; onFields: boolean }) => {
  const { say, colon } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem && !onFields) box.current?.scrollIntoView({ block: 'nearest' });
  }, [problem, onFields]);
  if (!problem) return null;
  const away = problem.status === 0;
  return (
    <div ref={box} role="alert">
      <Alert
        type={away ? 'warning' : 'error'} showIcon className="refusal"
        title={say(words.refused, { detail: say(away ? words.noAnswer : problem.detail) })}
        description={away ? undefined : (
          <>
            {moved ? say(words.movedSince) : `${onFields ? `${say(words.checkFields)} ` : ''}${say(words.nothingStored)}`}
            <span className="rule"> {say(words.rule)}{colon}{say(problem.rule)}</span>
            {moved && <div><Button size="small" onClick={takeLatest}>{say(words.takeLatest)}</Button></div>}
          </>
        )}
      />
    </div>
  );
};
