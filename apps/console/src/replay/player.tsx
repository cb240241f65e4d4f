import { CaretRightOutlined, PauseOutlined, StepBackwardOutlined, StepForwardOutlined, VerticalLeftOutlined, VerticalRightOutlined } from '@ant-design/icons';
import { Button, Card, Slider, Tooltip } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { CivilDatePicker } from '../forms/civil-date-picker';
import { useSay } from '../language';
import { today } from '../today';
import type { Text } from '../words';
import type { Step } from './replay-query';
import { replayWords } from './replay-words';

const pace = 1_200;

type Props = { readonly steps: readonly Step[]; readonly index: number; readonly day: string | undefined; readonly go: (index: number) => void; readonly goToDay: (day: string) => void; readonly children: ReactNode };

/** The whole line under one slider: by hand, by arrow keys, step by step, by day, or played. */
export const Player = ({ steps, index, day, go, goToDay, children }: Props) => {
  const say = useSay();
  const [playing, setPlaying] = useState(false);
  const last = steps.length - 1;
  const plays = playing && index < last;
  useEffect(() => {
    if (!plays) return undefined;
    const timer = setTimeout(() => go(index + 1), pace);
    return () => clearTimeout(timer);
  }, [plays, index, go]);
  const told = (step: number): string => `${steps[step]?.on.slice(0, 10) ?? ''} ${say(steps[step]?.label)}`;
  const button = (words: Text, icon: ReactNode, to: number, able: boolean) => <Tooltip title={say(words)}><Button aria-label={say(words)} icon={icon} disabled={!able} onClick={() => go(to)} /></Tooltip>;
  return (
    <Card size="small" className="player">
      <div className="player-row">
        {button(replayWords.first, <VerticalRightOutlined />, 0, index > 0)}
        {button(replayWords.previous, <StepBackwardOutlined />, index - 1, index > 0)}
        <Button type="primary" aria-label={say(plays ? replayWords.pause : replayWords.play)} icon={plays ? <PauseOutlined /> : <CaretRightOutlined />} disabled={last === 0} onClick={() => {
          if (!plays && index === last) go(0);
          setPlaying(!plays);
        }}>{say(plays ? replayWords.pause : replayWords.play)}</Button>
        {button(replayWords.next, <StepForwardOutlined />, index + 1, index < last)}
        {button(replayWords.last, <VerticalLeftOutlined />, last, index < last)}
        <strong className="place" aria-live="polite">{say(replayWords.stepOf, { n: index + 1, of: steps.length })}</strong>
        <span className="told">{told(index)}</span>
        <label className="day"><span className="hint">{say(replayWords.day)}</span> <CivilDatePicker value={day} latest={today()} allowClear={false} onChange={(chosen) => chosen !== undefined && goToDay(chosen)} /></label>
      </div>
      <Slider min={0} max={last} value={index} onChange={go} tooltip={{ placement: 'bottom', formatter: (value) => told(value ?? 0) }} ariaLabelForHandle={say(replayWords.slider)} ariaValueTextFormatterForHandle={told} />
      <div className="player-row">{children}</div>
    </Card>
  );
};
