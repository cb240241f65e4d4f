import { ReloadOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Empty, Radio, Space, Table, Tag, Tooltip, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { formNamed } from '../api/meta';
import { useMeta } from '../api/meta-context';
import { pathOf } from '../api/send-command';
import { usePageTitle } from '../frame/page-title';
import { Failed } from '../frame/waiting';
import { useSay } from '../language';
import { momentOf } from '../today';
import { words } from '../words';
import { StuckDrawer, type Helping } from './stuck-drawer';
import { useLookAgain, useStuck, useStuckGroups, type Groups, type Stuck } from './use-stuck';
import { stuckWords } from './words';

/** What does not move, grouped by cause: each in words, and what can be done about it. */
export const StuckPage = () => {
  const say = useSay();
  const [search, setSearch] = useSearchParams();
  const { data: standing, error } = useStuckGroups();
  const { again, look } = useLookAgain();
  const [helping, setHelping] = useState<Helping>();
  const groups = standing?.groups ?? [];
  // An address may be older than what is stuck.
  const cause = (groups.find((group) => group.cause === search.get('cause')) ?? groups[0])?.cause;
  const open = useStuck(cause, false);
  const healed = useStuck(cause, true);
  const items = [open, healed].flatMap(({ data }) => data?.pages.flatMap((page) => page.items) ?? []);
  const columns = useColumns(standing, setHelping);
  const failed = error ?? open.error ?? healed.error ?? look.error;
  const askAgain = () => {
    look.reset();
    again();
  };
  usePageTitle(say(stuckWords.title));
  if (error && !standing) return <Failed error={error} again={askAgain} />;
  return (
    <div className="stuck">
      <div className="title-row">
        <h1>{say(stuckWords.title)}</h1>
        <Space>
          <span className="hint">{standing?.lookedAt === undefined ? say(stuckWords.notYet) : say(stuckWords.lookedAt, { at: momentOf(standing.lookedAt) })}</span>
          <Button icon={<ReloadOutlined aria-hidden />} loading={look.isPending} onClick={() => look.mutate()}>{say(stuckWords.lookNow)}</Button>
        </Space>
      </div>
      {standing?.away.temporal !== undefined && <Alert type="error" showIcon title={say(stuckWords.temporalAway, { at: momentOf(standing.away.temporal) })} />}
      {standing?.away.workers !== undefined && <Alert type="error" showIcon title={say(stuckWords.workersAway, { at: momentOf(standing.away.workers) })} />}
      {failed && <Failed error={failed} again={askAgain} />}
      <Card styles={{ body: { padding: 0 } }}>
        {groups.length > 0 && (
          <Radio.Group
            className="stuck-groups" optionType="button" value={cause} onChange={({ target }) => setSearch({ cause: String(target.value) })}
            options={groups.map(({ cause: value, label, count }) => ({ value, label: `${say(label)} ${count}` }))}
          />
        )}
        <Table<Stuck>
          size="small" rowKey={({ stream, about }) => `${stream} ${about}`} columns={columns} dataSource={items} loading={cause !== undefined && open.isPending} pagination={false} scroll={{ x: 'max-content' }}
          locale={{ emptyText: standing && !failed ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(stuckWords.none)} /> : <span /> }}
        />
        {open.hasNextPage && <div className="list-end"><Button loading={open.isFetchingNextPage} onClick={() => void open.fetchNextPage()}>{say(words.loadMore)}</Button></div>}
      </Card>
      <StuckDrawer helping={helping} close={() => setHelping(undefined)} after={again} />
    </div>
  );
};

const Outcome = ({ item: { intervention, healedAt } }: { item: Stuck }) => {
  const say = useSay();
  const tag = healedAt !== undefined ? <Tag color="green">{say(stuckWords.healed)}</Tag>
    : intervention?.outcome === 'sameCause' ? <Tag color="red">{say(stuckWords.sameCause)}</Tag>
      : intervention && <Tag color="blue">{say(stuckWords.underWay)}</Tag>;
  if (!tag) return null;
  return <div>{tag}{intervention && <span className="hint">{say(stuckWords.last, { who: intervention.person, at: momentOf(intervention.at), reason: intervention.reason })}</span>}</div>;
};

/** Steps that give a matter to other people; each belongs to some stages of one process. */
const reassigning = ['assignElsewhere', 'reassignClue', 'reassignCase'];
/** A matter that waits for people may need other ones. */
const forPeople = new Set(['clockBreached', 'clockNear', 'approverBarred']);

const useColumns = (standing: Groups | undefined, help: (helping: Helping) => void): TableColumnsType<Stuck> => {
  const say = useSay();
  const meta = useMeta();
  const kinds = (item: Stuck) => formNamed(meta, item.process, 'intervene')?.schema.properties?.['kind']?.options ?? {};
  const reassign = ({ process, stage }: Stuck) => reassigning.find((name) => formNamed(meta, process, name)?.from.some(({ key }) => key === stage));
  const reassignButton = (item: Stuck) => {
    const command = forPeople.has(item.cause) ? reassign(item) : undefined;
    return command !== undefined && <Button size="small" onClick={() => help({ item, command })}>{say(stuckWords.reassign)}</Button>;
  };
  const buttons = (item: Stuck) => (
    <>
      {item.offers.map((kind, i) => (
        <Tooltip key={kind} title={standing?.mayIntervene ? '' : say(stuckWords.notYours, { who: say(standing?.by) })}>
          <Button size="small" type={i === 0 ? 'primary' : 'default'} disabled={!standing?.mayIntervene} onClick={() => help({ item, command: 'intervene', kind })}>{say(kinds(item)[kind])}</Button>
        </Tooltip>
      ))}
      {reassignButton(item)}
    </>
  );
  return [
    {
      key: 'matter', title: say(stuckWords.matter),
      render: (_, item) => (
        <>
          <Link className="name" to={`${pathOf(item.process)}/${item.stream}`}><span className="number">{item.number ?? say(words.noNumber)}</span> {item.title ?? say(stuckWords.unknown)}</Link>
          <div className="hint">{[item.stageLabel, item.officeLabel].flatMap((label) => (label ? [say(label)] : [])).join(' · ')}</div>
        </>
      ),
    },
    { key: 'waits', title: say(stuckWords.waitsFor), className: 'stuck-words', render: (_, item) => <>{say(item.waitsFor)}<div className="hint">{say(stuckWords.since, { at: momentOf(item.since) })}</div></> },
    { key: 'helps', title: say(stuckWords.helps), className: 'stuck-words', render: (_, item) => say(item.helps) },
    {
      key: 'act', title: say(stuckWords.act),
      render: (_, item) => (
        <>
          <Outcome item={item} />
          <Space wrap size={4}>
            {item.healedAt === undefined && buttons(item)}
            <Link to={`${pathOf(item.process)}/${item.stream}`}>{say(stuckWords.goThere)}</Link>
            {item.links.workflow !== undefined && <a href={item.links.workflow} target="_blank" rel="noreferrer">{say(stuckWords.temporal)}</a>}
          </Space>
        </>
      ),
    },
  ];
};
