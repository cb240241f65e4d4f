import type { Situation } from '@anjuan/activities';
import type { Text } from './contract';

const shanghai = 8 * 3_600_000;

/** The day whose 24:00 the instant is, in the office's time zone. */
export const dayEndingAt = (instant: string): string => new Date(Date.parse(instant) + shanghai - 1).toISOString().slice(0, 10);

type Next = NonNullable<Situation['next']>;

const coded = ({ clock, mark, to }: Next) => ({ clock: { zh: clock, en: clock }, mark: { zh: mark, en: mark }, to: { zh: to, en: to } });

const noticeOf = (next: Next): Text => {
  const { due, at, provisional, words: { clock, mark, to } = coded(next) } = next;
  return {
    zh: `「${clock.zh}」${due} 届满${provisional ? '（暂定）' : ''}；${dayEndingAt(at)} 24:00 提醒${to.zh}（${mark.zh}）`,
    en: `${clock.en}: ends on ${due}${provisional ? ' (provisional)' : ''}; ${to.en} is told at the end of ${dayEndingAt(at)} (${mark.en})`,
  };
};

/** One line for the timer in the history. */
export const timerSummary = (next: Next): string => {
  const { clock, mark, to } = next.words ?? coded(next);
  return `${clock.zh} · ${mark.zh} → ${to.zh} · ${next.due}`;
};

/** What Temporal's page says of a workflow: Chinese first. Nothing of the matter itself. */
export const details = (waitingFor: Text, { next, owed, stage }: Situation, stuck: readonly string[]): string => {
  const notice = next && noticeOf(next);
  const reactions = owed.map(({ reaction, revision }) => `${reaction} (${revision})`).join(', ');
  const failing = stuck.join(', ');
  return [
    `**等待** ${waitingFor.zh}`,
    `**下一时限** ${notice?.zh ?? '无'}`,
    ...(reactions ? [`**待办后续动作** ${reactions}`] : []),
    ...(failing ? [`**系统未能办理，稍后再试** ${failing}`] : []),
    `**Waiting for** ${waitingFor.en} (${stage})`,
    `**Next instant** ${notice?.en ?? 'none'}`,
    ...(reactions ? [`**Owed reactions** ${reactions}`] : []),
    ...(failing ? [`**Could not be done, tried again later** ${failing}`] : []),
  ].join('  \n');
};
