import { civilDate, refusal, text, type Refusal, type Text } from '@anjuan/lifecycle';
import type { Line, Point, Step, Today } from './line';

/** A point that was asked for, and what was meant by it in words. */
export type FoundPoint = Point & { readonly means: Text };

const found = (point: Point, zh: string, en: string): FoundPoint => ({ ...point, means: text(zh, en) });

const atRevision = ({ steps }: Line, stream: string, revision: number): FoundPoint | Refusal => {
  const step = steps.findIndex(({ event }) => event.stream === stream && event.revision === revision);
  const event = steps[step]?.event;
  if (event) return found({ step, instant: event.recordedAt }, `${stream} 第 ${revision} 版录入系统之时（${event.recordedAt}）`, `when revision ${revision} of ${stream} was recorded (${event.recordedAt})`);
  const last = Math.max(0, ...steps.filter((each) => each.event.stream === stream).map((each) => each.event.revision));
  return last === 0
    ? refusal('not-found', `这一历史中没有 ${stream}`, `there is no ${stream} in this history`, { field: 'at', value: stream })
    : refusal('not-found', `${stream} 没有第 ${revision} 版，共 ${last} 版`, `there is no revision ${revision} of ${stream}; it has ${last}`, { field: 'at', value: revision });
};

/** What the office knew when that civil day (Asia/Shanghai) ended; of today, what it knows by now. */
const atDay = ({ steps }: Line, date: string, now: string, { count }: Today): FoundPoint | Refusal => {
  const today = count.dateOf(now);
  if (date > today) return refusal('date-in-the-future', `日期 ${date} 晚于今天（${today}）`, `${date} lies after today, ${today}`, { field: 'at', value: date });
  const step = steps.findLastIndex(({ event }) => count.dateOf(event.recordedAt) <= date);
  const first = steps[0]?.event;
  if (step < 0) return refusal('not-found', `${date} 时系统尚无记录；最早的记录录入于 ${first ? count.dateOf(first.recordedAt) : '—'}`, `nothing was recorded by ${date}; the first entry is of ${first ? count.dateOf(first.recordedAt) : 'no day'}`, { field: 'at', value: date });
  // The last moment of the day: at 24:00 the next has begun, and with it what ends that day is over.
  const instant = date === today ? now : new Date(Date.parse(count.endOfDay(date)) - 1).toISOString();
  return found({ step, instant }, `${date} 终了时（北京时间）系统已录入的全部内容`, `all that was recorded by the end of ${date} (Asia/Shanghai)`);
};

/** `7`: that revision of the stream; `clue-…@7`: of a linked one; `2026-03-05`: the end of that civil day, by when things were recorded. */
export const pointAt = (line: Line, stream: string, asked: string, now: string, today: Today): FoundPoint | Refusal => {
  const [, linked = stream, revision] = /^(?:([a-z]+-[a-z2-7]{26})@)?([1-9]\d{0,8})$/.exec(asked) ?? [];
  if (revision !== undefined) return atRevision(line, linked, Number(revision));
  if (civilDate.safeParse(asked).success) return atDay(line, asked, now, today);
  return refusal('invalid-query', `「${asked.slice(0, 60)}」既不是版本号也不是日期（如 7 或 2026-03-05）`, `${asked.slice(0, 60)} is neither a revision nor a date (such as 7 or 2026-03-05)`, { field: 'at', value: asked });
};

/** Of a day: what was dated by then, but recorded only later. It happened, and was not known. */
export const recordedLater = ({ steps }: Line, { step }: Point, date: string): readonly Step[] => steps.slice(step + 1).filter(({ event }) => event.occurredAt.slice(0, 10) <= date);
