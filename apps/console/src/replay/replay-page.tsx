import { Alert, Button, Result, Tag } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { ProcessName } from '../api/meta';
import { Problem } from '../api/problem';
import { pathOf } from '../api/send-command';
import { usePageTitle } from '../frame/page-title';
import { Failed, Loading } from '../frame/waiting';
import { useSay } from '../language';
import { momentOf } from '../today';
import { words } from '../words';
import { Comparing } from './comparing';
import { Player } from './player';
import './replay.css';
import { pointOf, useLine, useStateAt, type WholeLine } from './replay-query';
import { replayWords } from './replay-words';
import { StandingCard } from './standing-card';
import { StepCard } from './step-card';

/** So long a slider rests before the point under it is asked for. */
const rest = 120;
const isDay = (at: string): boolean => /^\d{4}-\d\d-\d\d$/.test(at);

/** What was known when: every step of the linked history, and how everything stood at any of them. */
export const ReplayPage = ({ process }: { process: ProcessName }) => {
  const say = useSay();
  const { id = '' } = useParams();
  const { data: line, error, refetch } = useLine(process, id);
  const name = line?.matters.find(({ stream }) => stream === id)?.name ?? '';
  usePageTitle(say(replayWords.of, { name }));
  if (line) return <Playing key={id} process={process} id={id} line={line} name={name} />;
  if (!error) return <Loading />;
  if (error instanceof Problem && error.status === 404) return <Result status="404" title={say(words.noSuchMatter)} subTitle={say(error.detail)} extra={<Link to={pathOf(process)}>{say(words.backToList)}</Link>} />;
  return <Failed error={error} again={() => void refetch()} />;
};

const Playing = ({ process, id, line, name }: { process: ProcessName; id: string; line: WholeLine; name: string }) => {
  const say = useSay();
  const [address, setAddress] = useSearchParams();
  const at = address.get('at') ?? pointOf(line.steps.at(-1)!); // a line has at least one step
  const { from, to } = { from: address.get('from'), to: address.get('to') };
  const { data: state, error, refetch } = useStateAt(process, id, at);
  const [moving, setMoving] = useState<number>();
  const named = line.steps.findIndex((step) => pointOf(step) === (at.includes('@') ? at : `${id}@${at}`));
  const index = moving ?? (named >= 0 ? named : (state?.at.step ?? line.steps.length) - 1);

  const put = useCallback((changes: Readonly<Record<string, string | undefined>>) => setAddress((before) => {
    const next = new URLSearchParams(before);
    for (const [key, value] of Object.entries(changes)) if (value === undefined) next.delete(key); else next.set(key, value);
    return next;
  }, { replace: true }), [setAddress]);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const go = useCallback((step: number) => {
    setMoving(step);
    clearTimeout(resting.current);
    resting.current = setTimeout(() => put({ at: pointOf(line.steps[step]!) }), rest); // the slider has as many places as there are steps
  }, [line, put]);
  const goToDay = (day: string) => {
    clearTimeout(resting.current);
    setMoving(undefined);
    put({ at: day });
  };
  useEffect(() => () => clearTimeout(resting.current), []);
  // The address changes a little later than the slider, which must not fall back meanwhile.
  useEffect(() => setMoving((step) => (step !== undefined && pointOf(line.steps[step]!) === at ? undefined : step)), [at, line]);
  const here = pointOf(line.steps[index] ?? line.steps[0]!); // as above
  const end = isDay(at) && moving === undefined ? at : here;
  return (
    <div className="replay">
      <div className="title-row">
        <h1><Link to={`${pathOf(process)}/${id}`} className="crumb">{say(replayWords.back)}</Link>{say(replayWords.of, { name: name || id })}</h1>
        <span className="hint">{say(replayWords.intro, { matters: line.matters.length, steps: line.steps.length })}</span>
      </div>
      <Player steps={line.steps} index={index} day={isDay(at) ? at : undefined} go={go} goToDay={goToDay}>
        <Button onClick={() => put({ from: end })}>{say(replayWords.setFrom)}</Button>
        <Button onClick={() => put({ to: end })}>{say(replayWords.setTo)}</Button>
        {from !== null && <Tag>{say(replayWords.from)} {from.replace(/^.*@/, '@')}</Tag>}
        {to !== null && <Tag>{say(replayWords.to)} {to.replace(/^.*@/, '@')}</Tag>}
        {from !== null || to !== null ? <Button type="text" onClick={() => put({ from: undefined, to: undefined })}>{say(replayWords.clear)}</Button> : <span className="hint">{say(replayWords.compareHint)}</span>}
      </Player>
      {from !== null && to !== null && <Comparing process={process} id={id} from={from} to={to} matters={line.matters} />}
      {error ? <Failed error={error} again={() => void refetch()} /> : !state ? <Loading /> : (
        <div className="at-point" aria-busy={state.at.asked !== at}>
          {isDay(state.at.asked) && <Alert type="info" showIcon title={say(replayWords.shows, { what: say(state.at.means) })} description={state.recordedLater && state.recordedLater.length > 0 && (
            <>{say(replayWords.recordedLater)}<ul>{state.recordedLater.map(({ stream, revision, label, on, recordedAt }) => <li key={`${stream}@${revision}`}><span className="date">{on.slice(0, 10)}</span> {say(label)} <span className="hint">{say(replayWords.recordedAt, { at: momentOf(recordedAt) })}</span></li>)}</ul></>
          )} />}
          <div className="columns">
            <div className="main">{state.matters.toSorted((a, b) => Number(b.stream === state.step.stream) - Number(a.stream === state.step.stream)).map((standing) => <StandingCard key={standing.stream} standing={standing} changes={standing.stream === state.step.stream ? state.step.changes : []} />)}</div>
            <aside className="side"><StepCard step={state.step} /></aside>
          </div>
        </div>
      )}
    </div>
  );
};
