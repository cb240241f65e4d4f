import { Button, Card, Empty, Table, type TableColumnsType } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { Link, useSearchParams } from 'react-router';
import { useList, type Filters, type ListItem } from '../api/lists';
import type { ProcessName } from '../api/meta';
import { useMeta } from '../api/meta-context';
import { pathOf } from '../api/send-command';
import { usePageTitle } from '../frame/page-title';
import { Failed } from '../frame/waiting';
import { useSay } from '../language';
import { Due } from '../show/due';
import { isFinal } from '../show/final-stage';
import { StageTag } from '../show/stage-tag';
import { words } from '../words';
import { FilterBar } from './filters';

const names = ['stage', 'office', 'source', 'dueBefore'] as const satisfies readonly (keyof Filters)[];

export const ListPage = ({ process }: { process: ProcessName }) => {
  const say = useSay();
  const [search, setSearch] = useSearchParams();
  const filters: Filters = Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useList(process, filters);
  const columns = useColumns(process);
  const title = say(process === 'clue' ? words.clues : words.cases);
  usePageTitle(title);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const change = (name: keyof Filters, value: string | undefined) => setSearch(Object.fromEntries(Object.entries({ ...filters, [name]: value }).filter((each): each is [string, string] => each[1] !== undefined)));
  const empty = filters.dueBefore !== undefined ? words.emptyDue : Object.keys(filters).length > 0 ? words.emptyFiltered : process === 'clue' ? words.emptyClues : words.emptyCases;
  return (
    <>
      <div className="title-row">
        <h1>{title}</h1>
        {process === 'clue' && <Link to="/intake"><Button type="primary" icon={<PlusOutlined aria-hidden />} tabIndex={-1}>{say(words.intake)}</Button></Link>}
      </div>
      <Card styles={{ body: { padding: 0 } }}>
        <FilterBar process={process} filters={filters} change={change} clear={() => setSearch({})} />
        {error && <Failed error={error} again={() => void refetch()} />}
        {(!error || items.length > 0) && (
          <Table<ListItem>
            size="small" rowKey="stream" columns={columns} dataSource={items} loading={isPending} pagination={false} scroll={{ x: 'max-content' }}
            locale={{ emptyText: isPending ? <span /> : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(empty)} /> }}
          />
        )}
        {items.length > 0 && (
          <div className="list-end">
            {hasNextPage
              ? <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{say(words.loadMore)}</Button>
              : <span className="hint">{say(words.thatIsAll, { n: items.length })}</span>}
          </div>
        )}
      </Card>
    </>
  );
};

const useColumns = (process: ProcessName): TableColumnsType<ListItem> => {
  const say = useSay();
  const meta = useMeta();
  const { stages } = meta.processes[process];
  const name = { key: 'name', title: `${say(words.number)} · ${say(words.title)}`, render: (_: unknown, item: ListItem) => (
    <Link className="name" to={`${pathOf(process)}/${item.stream}`}>
      <span className="number">{item.number ?? say(words.noNumber)}</span> <span>{item.title ?? item.stream}</span>
    </Link>
  ) };
  return [
    { key: 'stage', title: say(words.stage), width: 110, render: (_, { stage }) => <StageTag label={stages[stage] ?? { zh: stage, en: stage }} final={isFinal(meta, process, stage)} /> },
    name,
    ...(process === 'clue' ? [{ key: 'source', title: say(words.source), width: 150, render: (_: unknown, { source }: ListItem) => say(meta.sources[source ?? '']) || source }] : []),
    { key: 'office', title: say(words.office), width: 180, render: (_, { office }) => (office === undefined ? say(words.notAssigned) : say(meta.offices[office]) || office) },
    { key: 'openedOn', title: say(process === 'clue' ? words.registeredOn : words.filedOn), width: 110, render: (_, { openedOn }) => <span className="date">{openedOn}</span> },
    { key: 'due', title: say(words.due), width: 230, render: (_, { due }) => (due ? <Due {...due} /> : <span className="hint">{say(words.noDue)}</span>) },
  ];
};
