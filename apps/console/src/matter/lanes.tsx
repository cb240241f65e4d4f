import { Button, Card, Table, Tag, Tooltip } from 'antd';
import type { Lane, Matter } from '../api/matter';
import { useLanguage } from '../language';
import { FieldValue } from '../show/field-value';
import { words } from '../words';
import { useLaneName } from './names';
import type { Open } from './opened';

/** From deliberation on, each respondent goes on by track. */
export const Lanes = ({ matter: { lanes, steps, proposals }, open }: { matter: Matter; open: Open }) => {
  const { say, colon } = useLanguage();
  const laneName = useLaneName();
  if (lanes.length === 0) return null;
  const stepsOf = (key: string) => steps.filter((step) => step.lanes.includes(key));
  return (
    <Card className="lanes-card" title={<h2>{say(words.lanes)}</h2>} size="small" styles={{ body: { padding: 0 } }}>
      <Table<Lane>
        size="small" rowKey="key" pagination={false} dataSource={lanes} scroll={{ x: 'max-content' }}
        columns={[
          { key: 'lane', title: say(words.lane), render: (_, { key }) => laneName(key) },
          { key: 'stage', title: say(words.stage), render: (_, { stage, stageLabel }) => <Tag color="blue">{say(stageLabel) || stage}</Tag> },
          { key: 'facts', title: say(words.facts), render: (_, { facts }) => facts.filter(({ field }) => field !== 'person' && field !== 'track' && field !== 'rank').map((fact) => <div key={fact.field}><span className="hint">{say(fact.label)}{colon}</span><FieldValue {...fact} /></div>) },
          { key: 'steps', title: say(words.next), render: (_, { key }) => (
            <div className="lane-steps">
              {proposals.filter(({ lane }) => lane === key).map(({ id, label }) => <Tag key={id} color="gold">{say(words.pending)}{colon}{say(label)}</Tag>)}
              {stepsOf(key).map(({ name, label, by, mayAct }) => (
                <Tooltip key={name} title={mayAct ? undefined : say(words.whoMay, { who: say(by) })}>
                  <Button size="small" disabled={!mayAct} onClick={() => open({ what: 'step', name, lane: key })}>{say(label)}</Button>
                </Tooltip>
              ))}
            </div>
          ) },
        ]}
      />
    </Card>
  );
};
