import { Alert, Button, Card, Table, type TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { CivilDatePicker } from '../forms/civil-date-picker';
import { usePageTitle } from '../frame/page-title';
import { Failed, Loading } from '../frame/waiting';
import { useLanguage, useSay } from '../language';
import { BehindDrawer, type Shown } from './behind-drawer';
import { BarsChart, type Bars } from './chart';
import { changeOf, yuanOf } from './numbers';
import { dayIn, periodOf, usualPeriods, type Days } from './periods';
import { useFigures, type Figures, type Period } from './use-figures';
import { figureWords } from './words';

/** A figure of the period beside the same days of the year before; `figure` is missing where several are summed. */
type Row = { readonly id: string; readonly label: string; readonly now: number; readonly before: number; readonly part?: true; readonly money?: true; readonly figure?: string; readonly key?: string };
type Show = (shown: Shown) => void;

/** The published figures of a period, and what stands behind each of them. */
export const FiguresPage = () => {
  const say = useSay();
  const [search, setSearch] = useSearchParams();
  const [shown, show] = useState<Shown>();
  const usual = usualPeriods();
  const [{ days: thisYear }] = [usual.find(({ label }) => label === figureWords.thisYear)!]; // one of them
  const days: Days = { from: dayIn(search.get('from')) ?? thisYear.from, through: dayIn(search.get('through')) ?? thisYear.through };
  const inOrder = days.from <= days.through;
  const { data, error, isPlaceholderData, refetch } = useFigures(periodOf(days), inOrder);
  const choose = (chosen: Partial<Days>) => setSearch({ ...days, ...chosen });
  usePageTitle(say(figureWords.title));
  return (
    <div className="figures">
      <div className="title-row">
        <h1>{say(figureWords.title)}</h1>
        <div className="figures-period">
          {usual.map(({ label, days: these }) => (
            <Button key={label.zh} size="small" type={these.from === days.from && these.through === days.through ? 'primary' : 'default'} onClick={() => choose(these)}>{say(label)}</Button>
          ))}
          <CivilDatePicker aria-label={say(figureWords.from)} value={days.from} allowClear={false} onChange={(from) => from !== undefined && choose({ from })} />
          <span aria-hidden>–</span>
          <CivilDatePicker aria-label={say(figureWords.through)} value={days.through} allowClear={false} onChange={(through) => through !== undefined && choose({ through })} />
        </div>
      </div>
      {!inOrder && <Alert type="error" showIcon title={say(figureWords.wrongPeriod)} />}
      {inOrder && error && <Failed error={error} again={() => void refetch()} />}
      {inOrder && !error && (data ? <Told figures={data} quiet={isPlaceholderData} show={show} /> : <Loading />)}
      <BehindDrawer shown={shown} close={() => show(undefined)} />
    </div>
  );
};

const Told = ({ figures, quiet, show }: { figures: Figures; quiet: boolean; show: Show }) => {
  const say = useSay();
  const rows = useRows(figures);
  const charts = useCharts(figures, show);
  return (
    <div className={quiet ? 'figures-told quiet' : 'figures-told'}>
      <Card styles={{ body: { padding: 0 } }}>
        <Table<Row> size="small" rowKey="id" columns={useColumns(figures, show)} dataSource={rows} pagination={false} rowClassName={({ part }) => (part ? 'part' : '')} />
        <p className="hint figures-hint">{say(figureWords.clickable)}</p>
      </Card>
      <div className="figures-charts">
        {charts.map(({ about, title, series, rows: bars }) => (
          <Card key={about} size="small" title={title}><BarsChart title={title} series={series} rows={bars} /></Card>
        ))}
      </div>
    </div>
  );
};

const useRows = (figures: Figures): readonly Row[] => {
  const say = useSay();
  const { previous, labels } = figures;
  const one = (figure: Exclude<keyof Figures & keyof typeof previous, 'from' | 'to' | 'disposedBySource' | 'fourForms'>, more: Partial<Row> = {}): Row => ({ id: figure, figure, label: say(labels.figures[figure]), now: figures[figure], before: previous[figure], ...more });
  const sources = Object.entries(labels.sources).map(([key, label]): Row => ({ id: key, figure: 'disposed', key, label: say(label), now: figures.disposedBySource[key] ?? 0, before: previous.disposedBySource[key] ?? 0, part: true }));
  const forms = (['form1', 'form2', 'form3', 'form4'] as const).map((figure): Row => ({ id: figure, figure, label: say(labels.figures[figure]), now: figures.fourForms[figure], before: previous.fourForms[figure], part: true }));
  return [
    one('received'), one('disposed'), ...sources.filter(({ now, before }) => now + before > 0),
    one('casesFiled'), one('personsFiled'), one('selfHandledPersonsFiled', { part: true }), one('sanctionedPersons'),
    { id: 'fourForms', label: say(figureWords.fourForms), now: figures.fourForms.total, before: previous.fourForms.total }, ...forms,
    one('transferredToProcuratorate'), one('closedWithoutAction'), one('recoveredFen', { money: true }),
  ];
};

const useColumns = (figures: Figures, show: Show): TableColumnsType<Row> => {
  const { say } = useLanguage();
  const number = ({ figure, key, label, money }: Row, value: number, { from, to }: Period) => {
    const told = money ? yuanOf(value) : value.toLocaleString('en-US');
    if (figure === undefined || value === 0) return <span className="figure">{told}</span>;
    return <Button type="link" size="small" className="figure" onClick={() => show({ figure, ...(key !== undefined && { key }), from, to, label })}>{told}</Button>;
  };
  return [
    { key: 'label', title: say(figureWords.figure), render: (_, { label, money }) => (money ? `${label}（${say(figureWords.yuan)}）` : label) },
    { key: 'now', title: say(figureWords.now), align: 'right', width: 150, render: (_, row) => number(row, row.now, figures) },
    { key: 'before', title: say(figureWords.before), align: 'right', width: 150, render: (_, row) => number(row, row.before, figures.previous) },
    { key: 'change', title: <span title={say(figureWords.changeHint)}>{say(figureWords.change)}</span>, align: 'right', width: 100, render: (_, { now, before }) => <Change percent={changeOf(now, before)} /> },
  ];
};

const Change = ({ percent }: { percent: number | undefined }) => <span className="figure">{percent === undefined ? '—' : `${percent > 0 ? '+' : ''}${percent.toFixed(1)}%`}</span>;

type Drawn = { readonly about: string; readonly title: string; readonly series: readonly string[]; readonly rows: readonly Bars[] };

const useCharts = (figures: Figures, show: Show): readonly Drawn[] => {
  const { say } = useLanguage();
  return useMemo(() => {
    const { from, to, previous, labels, open: { at, ...open } } = figures;
    const both = [say(figureWords.now), say(figureWords.before)];
    const disposed = say(labels.figures['disposed']);
    const sources = Object.entries(labels.sources).flatMap(([key, label]): Bars[] => {
      const values = [figures.disposedBySource[key] ?? 0, previous.disposedBySource[key] ?? 0];
      return values.some((value) => value > 0) ? [{ name: say(label), values, pick: () => show({ figure: 'disposed', key, from, to, label: `${disposed} · ${say(label)}` }) }] : [];
    });
    const forms = (['form1', 'form2', 'form3', 'form4'] as const).map((figure): Bars => {
      const name = say(labels.figures[figure]);
      return { name, values: [figures.fourForms[figure], previous.fourForms[figure]], pick: () => show({ figure, from, to, label: name }) };
    });
    const stages = Object.entries(open).map(([key, n]): Bars => {
      const name = say(labels.stages[key]);
      return { name, values: [Number(n)], pick: () => show({ figure: 'open', key, from, to, label: name }) };
    });
    return [
      { about: 'sources', title: say(figureWords.bySource), series: both, rows: sources },
      { about: 'forms', title: say(figureWords.fourForms), series: both, rows: forms },
      { about: 'open', title: say(figureWords.openAt, { at }), series: [say(figureWords.openMatters)], rows: stages },
    ];
  }, [figures, say, show]);
};
