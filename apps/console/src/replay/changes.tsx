import { Table } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../language';
import { words } from '../words';
import type { Changes } from './replay-query';
import { replayWords } from './replay-words';

type Change = Changes[number];

/** Old struck out, new beside it. */
export const OldNew = ({ change: { old, new: now } }: { change: Change }): ReactNode => {
  const say = useSay();
  return <span className="old-new">{old && <del>{say(old.text) || '—'}</del>} → {now ? <ins>{say(now.text) || '—'}</ins> : <span className="hint">{say(replayWords.nothing)}</span>}</span>;
};

/** Everything that differs, old → new. */
export const ChangeTable = ({ changes }: { changes: Changes }) => {
  const say = useSay();
  const kinds = { stage: words.stage, fact: words.facts, lane: words.lanes, clock: words.clocks, paper: words.papers, proposal: words.pending, recusal: replayWords.recused };
  return (
    <Table<Change>
      className="changes" size="small" rowKey="key" pagination={false} dataSource={[...changes]}
      columns={[
        { key: 'what', title: say(replayWords.what), width: '34%', render: (_, { what, label, lane }) => <><span className="hint">{say(kinds[what])}</span> {lane && <span>{say(lane)} </span>}{what === 'stage' ? null : say(label)}</> },
        { key: 'old', title: say(replayWords.old), width: '33%', render: (_, { old }) => (old ? <del className="value">{say(old.text) || '—'}</del> : <span className="hint">{say(replayWords.nothing)}</span>) },
        { key: 'new', title: say(replayWords.new), render: (_, { new: now }) => (now ? <ins className="value">{say(now.text) || '—'}</ins> : <span className="hint">{say(replayWords.nothing)}</span>) },
      ]}
    />
  );
};
