import { Alert, App, Card, Empty, Input, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Problem } from '../api/problem';
import { useSay } from '../language';
import { words } from '../words';
import { useColumns, useMend, type Cells, type Column, type FaultyRow, type Reading } from './use-ledger';
import { ledgerWords } from './words';

/** What cannot be registered, each by row and column in words, its cells to be put right in place. */
export const Faults = ({ reading }: { reading: Reading }) => {
  const say = useSay();
  const { message } = App.useApp();
  const { data } = useColumns();
  const { mutate, isPending } = useMend(reading.file);
  const mend = (row: number, cells: Cells) => mutate({ row, cells }, {
    onSuccess: ({ refused, repeats }) => {
      if (!refused.some((each) => each.row === row)) void message.success(say(repeats > reading.repeats ? ledgerWords.mendedRepeat : ledgerWords.mended, { row }));
    },
    onError: (error) => void message.error(error instanceof Problem ? say(error.status === 0 ? words.unreachable : error.detail) : error.message),
  });
  const columns = data?.columns ?? [];
  const labelOf = (name: string) => say(columns.find((column) => column.name === name)?.label) || name;
  const shown: TableColumnsType<FaultyRow> = [
    { key: 'row', title: say(ledgerWords.line), width: 70, render: (_, { row }) => row },
    { key: 'number', title: say(ledgerWords.number), width: 150, render: (_, { number }) => number || say(words.noNumber) },
    { key: 'column', title: say(ledgerWords.column), width: 120, render: (_, { column }) => labelOf(column) },
    { key: 'why', title: say(ledgerWords.why), render: (_, { label, words: why }) => <><strong>{say(label)}</strong><div>{say(why)}</div></> },
    {
      key: 'mend', title: say(ledgerWords.mend), width: 240,
      render: (_, { row, column, cells }) => <Cell key={column} label={say(ledgerWords.mendCell, { row, column: labelOf(column) })} cells={cells} name={column} busy={isPending} mend={(edited) => mend(row, edited)} faulty />,
    },
  ];
  return (
    <Card title={say(ledgerWords.faults)} className="ledger-faults" styles={{ body: { padding: 0 } }}>
      {reading.refused.length > 0 && <p className="hint">{say(ledgerWords.faultsHint)}</p>}
      <Table<FaultyRow>
        size="small" rowKey="row" columns={shown} dataSource={reading.refused} pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 900 }}
        expandable={{ expandedRowRender: ({ row, column, cells }) => <WholeRow columns={columns} faulty={column} cells={cells} busy={isPending} mend={(edited) => mend(row, edited)} /> }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say(ledgerWords.noFaults)} /> }}
      />
      {reading.notShown > 0 && <Alert type="warning" showIcon title={say(ledgerWords.notShown, { n: reading.notShown })} />}
    </Card>
  );
};

type Mending = { readonly cells: Cells; readonly busy: boolean; readonly mend: (cells: Cells) => void };

/** One cell; it is sent when it is left or Enter is pressed, if it says something else than before. */
const Cell = ({ name, label, cells, busy, mend, faulty }: Mending & { readonly name: string; readonly label: string; readonly faulty: boolean }) => {
  const before = cells[name] ?? '';
  const [typed, setTyped] = useState(before);
  const send = () => {
    if (typed !== before) mend({ ...cells, [name]: typed });
  };
  return <Input aria-label={label} value={typed} disabled={busy} {...(faulty && { status: 'error' })} onChange={({ target }) => setTyped(target.value)} onPressEnter={send} onBlur={send} />;
};

const WholeRow = ({ columns, faulty, ...mending }: Mending & { readonly columns: readonly Column[]; readonly faulty: string }) => {
  const say = useSay();
  return (
    <div className="ledger-cells">
      {columns.map(({ name, label }) => (
        <label key={name}>
          <span>{say(label)}</span>
          <Cell key={mending.cells[name]} name={name} label={say(label)} faulty={name === faulty} {...mending} />
        </label>
      ))}
    </div>
  );
};
