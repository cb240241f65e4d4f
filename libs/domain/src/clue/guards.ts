import { refusal } from '@anjuan/lifecycle';
import type { closingKinds, form1Measures } from './stages';

/** Form 1 goes with a minor matter, and only with it. */
export const measureFits = (kind: keyof typeof closingKinds, measure: keyof typeof form1Measures) =>
  (kind === 'minorHandled') === (measure !== 'none') ? undefined : refusal('IR 208', '情节轻微的须选定第一种形态处理，其他了结方式不得附带处理', 'a minor matter names its form 1 measure; no other closing carries one', { field: 'measure', value: measure });
