import { halfWidth } from './plain';

const written = /^(?:人民币|RMB|CNY|[¥￥])?(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(亿|万|千)?(?:元|圆)?整?$/iu;
/** Decimal places by which the unit moves the point, from fen. */
const places = { 亿: 10, 万: 6, 千: 5, '': 2 } as const;

/**
 * Fen in a cell: `12,000元`, `3.5万元`, `6.44409万元`, `￥500`; a number without a unit is yuan. Digit by digit, never by floating point.
 * `unreadable` also for what has no exact sum (约, 余, parts of a fen).
 */
export const readAmount = (typed: string): number | 'negative' | 'unreadable' => {
  const found = written.exec(halfWidth(typed));
  if (!found) return 'unreadable';
  const [, minus, whole = '', decimals = '', unit = ''] = found;
  const digits = decimals.replace(/0+$/, '');
  const moved = places[unit as keyof typeof places];   // the pattern knows no other unit
  if (digits.length > moved) return 'unreadable';
  const fen = Number(whole.replaceAll(',', '') + digits.padEnd(moved, '0'));
  if (!Number.isSafeInteger(fen)) return 'unreadable';
  return minus && fen > 0 ? 'negative' : fen;
};
