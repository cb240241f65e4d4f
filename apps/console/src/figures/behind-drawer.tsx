import { Button, Drawer, Empty, Table, Tag, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { pathOf } from '../api/send-command';
import { Failed } from '../frame/waiting';
import { useSay } from '../language';
import { words } from '../words';
import { yuanOf } from './numbers';
import { daysOf } from './periods';
import { useBehind, type Behind, type BehindItem } from './use-figures';
import { figureWords } from './words';

/** What was clicked, and how it is called. */
export type Shown = Behind & { readonly label: string };

/** The clues and cases behind a number, in the order of their days. */
export const BehindDrawer = ({ shown, close }: { shown: Shown | undefined; close: () => void }) => {
  const say = useSay();
  const { label, ...behind } = shown ?? { label: '' };
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useBehind(shown && (behind as Behind));
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useColumns(items);
  const when = shown && (shown.figure === 'open' ? say(figureWords.openAt, { at: shown.to }) : say(figureWords.period, daysOf(shown)));
  return (
    <Drawer open={shown !== undefined} onClose={close} size={760} destroyOnHidden title={shown && say(figureWords.behind, { what: label, when: when ?? '' })}>
      {shown?.figure === 'sanctionedPersons' && <p className="hint">{say(figureWords.persons)}</p>}
      {error
        ? <Failed error={error} again={() => void refetch()} />
        : (
          <Table<BehindItem>
            size="small" rowKey={({ stream, on, by, person }) => [stream, on, by, person].join(' ')} columns={columns} dataSource={items} loading={isPending} pagination={false} scroll={{ x: 'max-content' }}
            locale={{ emptyText: isPending ? <span /> : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(figureWords.none)} /> }}
          />
        )}
      {items.length > 0 && (
        <div className="list-end">
          {hasNextPage
            ? <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{say(words.loadMore)}</Button>
            : <span className="hint">{say(words.thatIsAll, { n: items.length })}</span>}
        </div>
      )}
    </Drawer>
  );
};

const useColumns = (items: readonly BehindItem[]): TableColumnsType<BehindItem> => {
  const say = useSay();
  return [
    { key: 'on', title: say(figureWords.day), width: 100, render: (_, { on }) => <span className="date">{on}</span> },
    {
      key: 'matter', title: say(figureWords.matter),
      render: (_, { stream, process, number, title, stageLabel, n }) => (
        <>
          <Link className="name" to={`${pathOf(process)}/${stream}`}><span className="number">{number ?? say(words.noNumber)}</span> {title}</Link>
          <div className="hint">{say(stageLabel)} {n < 0 && <Tag color="orange">{say(figureWords.takenOut)}</Tag>}</div>
        </>
      ),
    },
    ...(items.some(({ person }) => person !== undefined) ? [{ key: 'person', title: say(figureWords.person), render: (_: unknown, { person }: BehindItem) => person }] : []),
    ...(items.some(({ fen }) => fen !== 0) ? [{ key: 'fen', title: say(figureWords.amount), align: 'right' as const, render: (_: unknown, { fen }: BehindItem) => <span className="number">{yuanOf(fen)}</span> }] : []),
  ];
};
