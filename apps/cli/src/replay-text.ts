import type { Change, StateAt, StandingView, StepView, WholeLine } from '@anjuan/replay';
import { clockText } from '@anjuan/replay';
import { engineRole, type Text } from '@anjuan/lifecycle';

/** One language, as `--en` chooses: a history in both at once could not be read. */
export type Speech = { readonly say: (text: Text | undefined) => string; readonly pick: (zh: string, en: string) => string };
export const speech = (english: boolean): Speech => ({ say: (text) => text?.[english ? 'en' : 'zh'] ?? '', pick: (zh, en) => (english ? en : zh) });

/** `2026-03-02 09:15` in the office's time zone. */
const momentOf = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const person = ({ say, pick }: Speech, { person: who, post, officeLabel, postLabel, onBehalfOf }: StepView['by']): string =>
  post === engineRole ? say(officeLabel) : `${who}${pick('（', ' (')}${say(officeLabel)}${pick('，', ', ')}${say(postLabel)}${pick('）', ')')}${onBehalfOf === undefined ? '' : pick(`，代 ${onBehalfOf}`, `, on behalf of ${onBehalfOf}`)}`;

const changeLine = ({ say, pick }: Speech, { label, lane, old, new: now }: Change): string =>
  `${lane ? `${say(lane)} ` : ''}${say(label)}${pick('：', ': ')}${old ? say(old.text) || '—' : '—'} → ${now ? say(now.text) || '—' : '—'}`;

const rulesLine = ({ pick }: Speech, { table, policy, calendar, sameAsToday }: StepView['rules']): string =>
  pick(`流程表 ${table.slice(0, 12)}、政策 ${policy}、日历 ${calendar}${sameAsToday ? '（与今日相同）' : '（与今日不同）'}`, `table ${table.slice(0, 12)}, policy ${policy}, calendar ${calendar}${sameAsToday ? ' (those of today)' : ' (not those of today)'}`);

const named = (pick: Speech['pick'], zh: string, en: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`  ${pick(zh, en)}`, ...lines.map((line) => `    ${line}`)]);

/** One step: what and when, by whom and for whom, why, on which basis, by whose signature, and old → new. */
const stepLines = (speak: Speech, step: StepView, number: string): readonly string[] => {
  const { say, pick } = speak;
  const { label, by, enteredBy, on, recordedAt, late, why, basis, approvals, papers, changes, takesBack, unreadable, rules, stream, revision } = step;
  const entered = `${pick('录入', 'recorded')} ${momentOf(recordedAt)}${enteredBy.person === by.person ? '' : ` ${pick('由', 'by')} ${enteredBy.person}`}${late ? pick('　【补录】', ' [entered late]') : ''}`;
  return [
    `${number} ${on.slice(0, 10)}　${say(label)}${takesBack ? pick(`（第 ${takesBack.revision} 版：${takesBack.label.zh}）`, ` (revision ${takesBack.revision}: ${takesBack.label.en})`) : ''}　${stream}@${revision}`,
    `  ${person(speak, by)}　${entered}`,
    ...why.map((field) => `  ${say(field.label)}${pick('：', ': ')}${say(field.text)}`),
    ...(basis.length > 0 ? [`  ${pick('依据：', 'Basis: ')}${basis.map(({ text }) => say(text)).join(pick('、', '; '))}`] : []),
    ...approvals.map((given) => `  ${pick('签批：', 'Signed: ')}${say(given.label)} ${given.approver.person} ${given.signedOn}${given.paper === undefined ? '' : pick('（纸面）', ' (on paper)')}`),
    ...papers.map((paper) => `  ${pick('文书：', 'Paper: ')}${say(paper.label)} ${paper.title} sha256:${paper.sha256}`),
    ...changes.map((change) => `    ${changeLine(speak, change)}`),
    ...(rules.sameAsToday ? [] : [`  ${rulesLine(speak, rules)}`]),
    ...(unreadable === undefined ? [] : [`  ${pick('本版程序无法读取：', 'this build cannot read it: ')}${unreadable}`]),
  ];
};

export const lineText = (speak: Speech, { matters, steps }: WholeLine): string => {
  const { pick } = speak;
  return [
    pick(`全部历史：${matters.length} 件，${steps.length} 步`, `The whole history: ${matters.length} matters, ${steps.length} steps`),
    ...matters.map(({ stream, name }) => `  ${stream}　${name}`),
    ...steps.flatMap((step, i) => ['', ...stepLines(speak, step, `${i + 1}.`)]),
  ].join('\n');
};

const matterLines = (speak: Speech, { stream, name, revision, stageLabel, facts, lanes, clocks, proposals, papers, recused, rules }: StandingView): readonly string[] => {
  const { say, pick } = speak;
  const field = (view: { readonly label: Text; readonly text: Text }) => `${say(view.label)}${pick('：', ': ')}${say(view.text) || '—'}`;
  return [
    '', `${say(stageLabel)}　${name}　${stream}@${revision}`,
    ...named(pick, '基本情况', 'Facts', facts.map(field)),
    ...named(pick, '对象与轨道', 'Respondents and tracks', lanes.map((lane) => `${say(lane.label)}　${say(lane.stageLabel)}　${lane.facts.map(field).join(pick('；', '; '))}`)),
    ...(clocks ? named(pick, '时限', 'Time limits', clocks.map((clock) => `${say(clock.label)}${pick('：', ': ')}${say(clockText(clock))}`)) : [`  ${pick('时限：当时的政策或日历未保留，不以今日的代算', 'Time limits: the policy or calendar of the time is not kept; they are not counted by today’s')}`]),
    ...named(pick, '待批呈件', 'Waiting for signatures', proposals.map(({ label, waitsFor }) => `${say(label)}${pick('，待 ', ', waits for ')}${say(waitsFor?.label)}`)),
    ...named(pick, '文书', 'Papers', papers.map(({ label, title, sha256 }) => `${say(label)} ${title} sha256:${sha256}`)),
    ...named(pick, '回避', 'Recused', recused),
    `  ${rulesLine(speak, rules)}`,
  ];
};

export const stateText = (speak: Speech, { at, step, matters, recordedLater = [] }: StateAt): string => {
  const { say, pick } = speak;
  return [
    `${say(at.means)}${pick(`（第 ${at.step} 步，共 ${at.of} 步）`, ` (step ${at.step} of ${at.of})`)}`,
    '', ...stepLines(speak, step, `${at.step}.`),
    ...matters.flatMap((matter) => matterLines(speak, matter)),
    ...(recordedLater.length > 0 ? ['', pick('当日或之前发生、其后才录入，故当时尚不知：', 'Dated by that day but recorded later, so not known then:'), ...recordedLater.map(({ stream, revision, label, on, recordedAt }) => `  ${on.slice(0, 10)} ${say(label)}${pick('，录入 ', ', recorded ')}${momentOf(recordedAt)}　${stream}@${revision}`)] : []),
  ].join('\n');
};
