import { Button, Select } from 'antd';
import dayjs from 'dayjs';
import type { ProcessName } from '../api/meta';
import type { Filters } from '../api/lists';
import { useMeta } from '../api/meta-context';
import { CivilDatePicker } from '../forms/civil-date-picker';
import { useSay } from '../language';
import { words, type Text } from '../words';

type Props = { readonly process: ProcessName; readonly filters: Filters; readonly change: (name: keyof Filters, value: string | undefined) => void; readonly clear: () => void };

/** The API's `dueBefore` leaves its day out; people say “by that day”. */
const shifted = (date: string, days: number): string => dayjs(date).add(days, 'day').format('YYYY-MM-DD');

/** What a list can be narrowed by; all of it in the address, so that a view can be sent to somebody. */
export const FilterBar = ({ process, filters, change, clear }: Props) => {
  const say = useSay();
  const meta = useMeta();
  const choose = (name: 'stage' | 'office' | 'source', label: Text, options: Readonly<Record<string, Text>>) => (
    <Select
      key={name} aria-label={say(label)} allowClear placeholder={say(label)} value={filters[name] ?? null} popupMatchSelectWidth={false} style={{ minWidth: 140 }}
      options={Object.entries(options).map(([value, option]) => ({ value, label: say(option) }))} onChange={(value: string | null | undefined) => change(name, value ?? undefined)}
    />
  );
  return (
    <div className="filters" role="search">
      {choose('stage', words.stage, meta.processes[process].stages)}
      {choose('office', words.office, meta.offices)}
      {process === 'clue' && choose('source', words.source, meta.sources)}
      <CivilDatePicker
        aria-label={say(words.dueBefore)} placeholder={say(words.dueBefore)} value={filters.dueBefore === undefined ? undefined : shifted(filters.dueBefore, -1)}
        onChange={(date) => change('dueBefore', date === undefined ? undefined : shifted(date, 1))}
      />
      {Object.keys(filters).length > 0 && <Button type="link" onClick={clear}>{say(words.clearFilters)}</Button>}
    </div>
  );
};
