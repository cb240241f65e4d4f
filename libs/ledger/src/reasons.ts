import { text } from '@anjuan/lifecycle';

/**
 * Why a row is not taken, in the order in which they are looked for: a row with several faults says the first.
 * The first six are the codes of the sample ledgers; what is read but cannot be true comes after what cannot be read.
 */
export const reasons = {
  'missing-number': text('缺线索编号', 'No clue number'),
  'missing-received-date': text('缺受理日期', 'No date of receipt'),
  'no-such-date': text('日期不存在或无法识别', 'No such date'),
  'disposed-before-received': text('处置早于受理', 'Disposed of before it was received'),
  'unknown-disposal-way': text('处置方式无法识别', 'Unknown way of disposal'),
  'unreadable-amount': text('金额无法识别', 'Unreadable amount'),
  'missing-source': text('缺线索来源', 'No source'),
  'missing-person': text('缺被反映人', 'No reported person'),
  'missing-unit': text('缺所在单位', 'No unit'),
  'unknown-source': text('线索来源无法识别', 'Unknown source'),
  'unknown-form': text('四种形态无法识别', 'Unknown form'),
  'no-formula-value': text('公式没有结果', 'Formula without a value'),
  'merged-across': text('横向合并单元格', 'Cells merged across columns'),
  'garbled-text': text('有乱码', 'Garbled text'),
  'unfit-text': text('文字过长或含不可见字符', 'Text too long or with invisible characters'),
  'disposal-incomplete': text('处置方式与日期不全', 'Way of disposal without its date, or the date without the way'),
  'filing-incomplete': text('立案号与日期不全', 'Case number without the filing date, or the date without the number'),
  'sanction-incomplete': text('处分种类与日期不全', 'Sanction without its date, or the date without the sanction'),
  'date-before-received': text('日期早于受理', 'Earlier than the receipt'),
  'closed-before-disposed': text('了结早于处置', 'Closed before it was disposed of'),
  'verification-ended-before-begun': text('初核结束早于开始', 'Verification ended before it began'),
  'trial-ended-before-filed': text('审理结束早于立案', 'Trial ended before the case was filed'),
  'sanctioned-before-filed': text('处分早于立案', 'Sanctioned before the case was filed'),
  'date-in-future': text('日期在今天之后', 'A date in the future'),
  'number-taken': text('编号已被前面的行使用', 'Number used by an earlier row with other content'),
  'not-taken': text('登记时被退回', 'Refused when it was to be registered'),
} as const;

export type Reason = keyof typeof reasons;

const rank = Object.fromEntries(Object.keys(reasons).map((reason, at) => [reason, at])) as Record<Reason, number>;
export const inOrder = (a: { readonly reason: Reason }, b: { readonly reason: Reason }): number => rank[a.reason] - rank[b.reason];
