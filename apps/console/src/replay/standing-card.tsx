import { Card, Descriptions, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage } from '../language';
import { FieldValue } from '../show/field-value';
import { PaperLines } from '../show/paper-lines';
import { StageTag } from '../show/stage-tag';
import { words } from '../words';
import { OldNew } from './changes';
import type { Changes, Standing } from './replay-query';
import { replayWords } from './replay-words';

const tones = { running: 'blue', suspended: 'default', met: 'green', breached: 'red' } as const;

const Part = ({ title, children }: { title: string; children: ReactNode }) => <section className="part"><h3>{title}</h3>{children}</section>;

/** Limits as they were counted then: nothing here looks at today. */
const ThenClocks = ({ standing: { clocks, lanes }, changed }: { standing: Standing; changed: ReadonlyMap<string, Changes[number]> }) => {
  const { say, aside } = useLanguage();
  if (!clocks) return <p className="hint none">{say(replayWords.clocksNotKept)}</p>;
  if (clocks.length === 0) return <p className="hint none">{say(replayWords.noneYet)}</p>;
  return (
    <ul className="clocks">
      {clocks.map(({ key, label, lane, force, status, start, due, provisional, stoppedOn, extensions }) => (
        <li key={key} className={`clock ${changed.has(`clock:${key}`) ? 'changed' : ''}`}>
          <strong>{say(label)}</strong>{lane !== undefined && <span className="hint"> {say(lanes.find((each) => each.key === lane)?.label) || lane}</span>} <Tag variant="filled">{say(words[force])}</Tag><Tag color={tones[status]}>{say(words[status])}</Tag>
          <div className="hint">
            {say(words.startedOn)} <span className="date">{start}</span> · {say(words.dueOn)} <span className="date">{due}</span>{provisional && aside(say(words.provisional))}
            {stoppedOn !== undefined && <> · {say(replayWords.stoppedOn)} <span className="date">{stoppedOn}</span></>}{extensions > 0 && ` · ${say(words.extended, { n: extensions })}`}
          </div>
        </li>
      ))}
    </ul>
  );
};

/** One matter as it stood; what the step of this point changed in it is marked, old → new. */
export const StandingCard = ({ standing, changes }: { standing: Standing; changes: Changes }) => {
  const { say, list } = useLanguage();
  const changed = new Map(changes.map((change) => [change.key, change]));
  const { process, stream, name, revision, stageLabel, final, facts, lanes, papers, proposals, recused } = standing;
  const gone = changes.filter(({ what, key, new: now }) => what === 'fact' && !now && !facts.some(({ field }) => `fact:${field}` === key));
  const stage = changed.get('stage');
  const items = [
    ...facts.filter(({ value, field }) => changed.has(`fact:${field}`) || !Array.isArray(value) || value.length > 0).map((fact) => {
      const change = changed.get(`fact:${fact.field}`);
      return { key: fact.field, label: say(fact.label), className: change ? 'changed' : '', children: change && !fact.sealed ? <><FieldValue {...fact} />{change.old && <div><OldNew change={change} /></div>}</> : <FieldValue {...fact} /> };
    }),
    ...gone.map((change) => ({ key: change.key, label: say(change.label), className: 'changed', children: <OldNew change={change} /> })),
  ];
  return (
    <Card size="small" className={`standing ${changes.length > 0 ? 'of-this-step' : ''}`} title={<h2><span className="hint">{say(process === 'case' ? words.case : words.clue)}</span> {name || stream} <StageTag label={stageLabel} final={final} />{stage && <OldNew change={stage} />}</h2>} extra={<code title={stream}>@{revision}</code>}>
      <Part title={say(words.facts)}><Descriptions size="small" column={{ xs: 1, sm: 1, md: 2, lg: 2, xl: 2, xxl: 2 }} className="field-table" items={items} /></Part>
      {lanes.length > 0 && (
        <Part title={say(words.lanes)}>
          <ul className="lanes">{lanes.map(({ key, label, stageLabel: here }) => <li key={key} className={changes.some((change) => change.key.startsWith(`lane:${key}`)) ? 'changed' : ''}>{say(label)} <Tag color="blue">{say(here)}</Tag></li>)}</ul>
        </Part>
      )}
      <Part title={say(words.clocks)}><ThenClocks standing={standing} changed={changed} /></Part>
      {proposals.length > 0 && (
        <Part title={say(words.pending)}><ul className="linked">{proposals.map(({ id, label, waitsFor }) => <li key={id} className={changed.has(`proposal:${id}`) ? 'changed' : ''}>{say(label)} <span className="hint">{say(words.nowWaitsFor, { level: say(waitsFor?.label) })}</span></li>)}</ul></Part>
      )}
      <Part title={say(words.papers)}>{papers.length === 0 ? <p className="hint none">{say(replayWords.noneYet)}</p> : <PaperLines papers={papers.map(({ label, ...paper }) => ({ ...paper, ...(label && { label }) }))} />}</Part>
      {recused.length > 0 && <Part title={say(replayWords.recused)}>{list(recused)}</Part>}
    </Card>
  );
};
