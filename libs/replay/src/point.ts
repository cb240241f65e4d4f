import { civilDate, refusal, text, type CivilDate, type Refusal, type Text } from '@anjuan/lifecycle';
import type { Line, Point, Step, Today } from './line';

/** A point that was asked for, and what is meant by it in words. `day`: it was asked for by a civil day. */
export type FoundPoint = Point & { readonly asked: string; readonly means: Text; readonly day?: CivilDate };
type Found = { readonly point: FoundPoint } | { readonly refused: Refusal };

const notThere = (zh: string, en: string, value: unknown): Found => ({ refused: refusal('not-found', zh, en, { field: 'at', value }) });

const atRevision = ({ steps }: Line, stream: string, revision: number, asked: string): Found => {
  const step = steps.findIndex(({ event }) => event.stream === stream && event.revision === revision);
  const event = steps[step]?.event;
  if (event) return { point: { asked, step, instant: event.recordedAt, means: text(`${stream} 第 ${revision} 版录入系统之时`, `when revision ${revision} of ${stream} was recorded`) } };
  const last = Math.max(0, ...steps.map((each) => (each.event.stream === stream ? each.event.revision : 0)));
  return last === 0
    ? notThere(`这段历史中没有 ${stream}`, `there is no ${stream} in this history`, stream)
    : notThere(`${stream} 没有第 ${revision} 版，现为第 ${last} 版`, `there is no revision ${revision} of ${stream}; it is at ${last}`, revision);
};

/** What the office knew when that civil day (Asia/Shanghai) ended; of today, what it knows by now. */
const atDay = ({ steps }: Line, day: CivilDate, now: string, { count }: Today): Found => {
  const today = count.dateOf(now);
  if (day > today) return { refused: refusal('date-in-the-future', `日期 ${day} 晚于今天（${today}）`, `${day} lies after today, ${today}`, { field: 'at', value: day }) };
  const step = steps.findLastIndex(({ event }) => count.dateOf(event.recordedAt) <= day);
  const began = count.dateOf(steps[0]?.event.recordedAt ?? now);
  if (step < 0) return notThere(`${day} 终了时尚无任何记录；最早的一条录入于 ${began}`, `nothing was recorded by the end of ${day}; the first entry is of ${began}`, day);
  // The last moment of the day: at 24:00 the next one has begun, and a limit that ends on this day is over.
  const instant = day === today ? now : new Date(Date.parse(count.endOfDay(day)) - 1).toISOString();
  return { point: { asked: day, day, step, instant, means: text(`截至 ${day} 终了（北京时间）已录入系统的全部内容，不论所记事项的日期`, `all that was recorded by the end of ${day} (Asia/Shanghai), whatever the dates of the acts`) } };
};

/** `7`: that revision of the stream; `clue-…@7`: of a linked one; `2026-03-05`: the end of that civil day, by when things were recorded. */
export const pointAt = (line: Line, stream: string, asked: string, now: string, today: Today): Found => {
  const [, linked = stream, revision] = /^(?:([a-z]+-[a-z2-7]{26})@)?([1-9]\d{0,8})$/.exec(asked) ?? [];
  if (revision !== undefined) return atRevision(line, linked, Number(revision), asked);
  if (civilDate.safeParse(asked).success) return atDay(line, asked, now, today);
  return { refused: refusal('invalid-query', `「${asked.slice(0, 60)}」既不是版本号也不是日期（如 7 或 2026-03-05）`, `${asked.slice(0, 60)} is neither a revision nor a date (such as 7 or 2026-03-05)`, { field: 'at', value: asked }) };
};

/** Of a day: what was dated by then but recorded only later. It had happened, and the office did not know. */
export const recordedLater = ({ steps }: Line, { step }: Point, day: CivilDate): readonly Step[] => steps.slice(step + 1).filter(({ event }) => event.occurredAt.slice(0, 10) <= day);
