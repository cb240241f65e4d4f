import { refusal } from '@anjuan/lifecycle';
import type { closingKinds, form1Measures } from './stages';

/** Form 1 goes with a minor matter, and only with it. */
export const measureFits = (kind: keyof typeof closingKinds, measure: keyof typeof form1Measures) =>
  (kind === 'minorHandled') === (measure !== 'none') ? undefined : refusal('IR 208', '情节轻微的须选定第一种形态处理，其他了结方式不得附带处理', 'a minor matter names its form 1 measure; no other closing carries one', { field: 'measure', value: measure });

/** A shelved clue comes back on a day yet to come. */
export const comesLater = (reviewOn: string, on: string) =>
  reviewOn <= on ? refusal('review-date', `复查日期 ${reviewOn} 须晚于 ${on}`, `the review date ${reviewOn} must lie after ${on}`, { field: 'reviewOn', value: reviewOn }) : undefined;

type Splittable = { readonly jurisdiction: string; readonly children?: readonly { readonly part: number; readonly title: string; readonly ended?: unknown }[] | undefined };

/** C21: a clue stays open until the parts split off from it have ended. */
export const noOpenChild = ({ children = [] }: Pick<Splittable, 'children'>) => {
  const open = children.filter(({ ended }) => ended === undefined).map(({ part, title }) => `${part}（${title}）`);
  return open.length > 0 ? refusal('children-open', `分出的线索尚未办结：${open.join('、')}；全部办结后本件方可办结`, `parts split off are still open: ${open.join(', ')}; this clue ends after them`, { field: 'children', value: open }) : undefined;
};

/** C6: of a clue that belongs to this organ in part, the other part is split off first and goes its own way. */
export const splitFirst = ({ jurisdiction }: Pick<Splittable, 'jurisdiction'>) =>
  jurisdiction === 'partial' ? refusal('IR 201', '部分属其他机关管辖的，应当先分案，再移送分出的线索', 'what belongs to another organ in part is split first; then the part is forwarded', { field: 'jurisdiction', value: jurisdiction }) : undefined;

/** An act that leaves the stage as it is belongs to that stage, and not before it. */
export const notBefore = (since: string | undefined, on: string) =>
  since !== undefined && on < since ? refusal('out-of-order', `日期 ${on} 早于所依据事项的日期 ${since}`, `${on} lies before ${since}, the day of what it rests on`, { field: 'on', value: on }) : undefined;

/** What the person who asks for the step must be able to say, in the order of the rule. */
export const mustHold = <Asked extends Readonly<Record<string, unknown>>>(rule: string, asked: Asked, conditions: readonly (readonly [field: keyof Asked & string, zh: string, en: string])[]) => {
  const failing = conditions.find(([field]) => asked[field] !== true);
  return failing && refusal(rule, failing[1], failing[2], { field: failing[0], value: asked[failing[0]] });
};

export const receivedBefore = ({ receivedOn }: { receivedOn: string }, on: string) =>
  receivedOn > on ? refusal('received-after-registration', `受理日期 ${receivedOn} 晚于登记日期 ${on}`, `received on ${receivedOn}, after it was registered on ${on}`, { field: 'receivedOn', value: receivedOn }) : undefined;
