import type { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { notBefore } from '../clue/guards';
import { choice, date, fen, line } from '../fields';
import { fromDeliberation, fromFiling, ledgers, orders, respondent, respondentRefusal, type RecoveryOrder } from './beside';
import { kase } from './stages';

const which = respondent.extend({ kind: choice('处理方式', 'Order', orders) });
type Which = z.infer<typeof which>;
type Entry = { readonly person: string; readonly kind: string; readonly fen: number };

const ofKind = <T extends Entry>(list: readonly T[] | undefined, { respondent: person, kind }: { readonly respondent: string; readonly kind: string }): readonly T[] =>
  list?.filter((entry) => entry.person === person && entry.kind === kind) ?? [];
const sum = (entries: readonly Entry[]): number => entries.reduce((total, entry) => total + entry.fen, 0);
const ended = ({ settledOn, uncollectableOn }: RecoveryOrder) => settledOn ?? uncollectableOn;

const later = (a: string, b: string) => (a > b ? a : b);

const openOrder = (list: readonly RecoveryOrder[] | undefined, asked: Which) => ofKind(list, asked).find((order) => ended(order) === undefined);
const noOrder = ({ respondent: person, kind }: Which) => refusal('IR 239', `没有对 ${person} 尚未执行的「${orders[kind].zh}」决定`, `no order to ${kind} from ${person} is open`, { field: 'kind', value: kind });

const change = (list: readonly RecoveryOrder[] | undefined, asked: Which, changed: (order: RecoveryOrder) => RecoveryOrder) => {
  const open = openOrder(list, asked);
  return list?.map((order) => (order === open ? changed(order) : order));
};

/** IR 239, A20: what becomes of gains that are illegal but not criminal; a month to carry it out (L36). What was handed in before carries it out at once. */
export const orderRecovery = kase.staying({
  label: text('决定涉案财物处理', 'Decide on the assets'),
  ref: 'K13',
  basis: ['IR 239', 'IR 240'],
  from: fromDeliberation,
  by: ['trialOffice', 'handlingDepartment'],
  needs: ['assetDecision'],
  approvedBy: () => ['chief', 'collective'],
  asks: which.extend({ fen: fen('金额', 'Amount') }),
  records: 'RecoveryOrdered',
  refuses: ({ respondents, recoveryOrders }, asked) => {
    const open = openOrder(recoveryOrders, asked);
    if (open) return refusal('IR 239', `${open.on} 的同类决定尚未执行完毕`, `the like order of ${open.on} has not been carried out yet`, { field: 'kind', value: asked.kind });
    return respondentRefusal('IR 239', respondents, asked.respondent);
  },
  then: ({ recoveryOrders = [], recoveries }, asked, { on }) => {
    const { respondent: person, kind, fen } = asked;
    const there = sum(ofKind(recoveries, asked)) >= sum(ofKind(recoveryOrders, asked)) + fen;
    return { recoveryOrders: [...recoveryOrders, { person, kind, fen, on, delays: [], ...(there && { settledOn: on }) }] };
  },
});

/** One payment; several make up an order, and money handed in before any order counts as well (trap 21). */
export const recordRecovery = kase.staying({
  label: text('记录追缴、退赔等到账', 'Record money got back'),
  ref: 'K13',
  basis: ['IR 239', 'IR 240'],
  from: fromFiling,
  by: 'handlingDepartment',
  needs: ['receipt'],
  asks: respondent.extend({ kind: choice('类别', 'Ledger', ledgers), fen: fen('金额', 'Amount') }),
  records: 'RecoveryRecorded',
  refuses: ({ respondents, recoveryOrders, recoveries }, asked) => {
    const ordered = ofKind(recoveryOrders, asked);
    const left = sum(ordered) - sum(ofKind(recoveries, asked));
    if (ordered.length > 0 && asked.fen > left) return refusal('IR 240', `超过决定的金额：尚余 ${left} 分，所报 ${asked.fen} 分`, `more than was ordered: ${left} fen are left, ${asked.fen} told`, { field: 'fen', value: asked.fen });
    return respondentRefusal('IR 239', respondents, asked.respondent);
  },
  then: ({ recoveryOrders, recoveries = [] }, asked, { on }) => {
    const { respondent: person, kind, fen } = asked;
    const now = [...recoveries, { person, kind, fen, on }];
    const settled = sum(ofKind(now, asked)) >= sum(ofKind(recoveryOrders, asked));
    return { recoveries: now, ...(kind !== 'lossAvoided' && settled && recoveryOrders && { recoveryOrders: change(recoveryOrders, { respondent: person, kind }, (order) => ({ ...order, settledOn: later(order.on, on) })) }) };
  },
});

/** IR 240: time that the respondent cost does not count. */
export const recordRecoveryDelay = kase.staying({
  label: text('记录被审查调查人造成的耽误', 'Record a delay the respondent caused'),
  ref: 'K13',
  basis: ['IR 240'],
  from: fromDeliberation,
  by: 'handlingDepartment',
  needs: ['otherPaper'],
  approvedBy: () => ['leader'],
  asks: which.extend({ from: date('起', 'From'), until: date('止', 'To') }),
  records: 'RecoveryDelayed',
  refuses: ({ recoveryOrders }, asked, { on }) => {
    const order = openOrder(recoveryOrders, asked);
    if (!order) return noOrder(asked);
    const last = order.delays.at(-1)?.to ?? order.on;
    return asked.from < last || asked.until < asked.from || asked.until > on
      ? refusal('IR 240', `耽误的时间应在 ${last} 至 ${on} 之间，起止先后相接`, `the delay lies between ${last} and ${on}, and ends after it begins`, { field: 'from', value: asked.from })
      : undefined;
  },
  then: ({ recoveryOrders }, asked) => ({ recoveryOrders: change(recoveryOrders, asked, (order) => ({ ...order, delays: [...order.delays, { from: asked.from, to: asked.until }] })) }),
});

/** Nothing is left to take: recorded, so that the case can be closed (domain §3.6). */
export const endRecovery = kase.staying({
  label: text('确认不能执行', 'Find the rest uncollectable'),
  ref: 'K13',
  basis: ['IR 240'],
  from: fromDeliberation,
  by: 'handlingDepartment',
  needs: ['otherPaper'],
  approvedBy: () => ['chief', 'collective'],
  asks: which.extend({ reason: line('原因', 'Reason', 500) }),
  records: 'RecoveryUncollectable',
  refuses: ({ recoveryOrders }, asked, { on }) => {
    const order = openOrder(recoveryOrders, asked);
    return order ? notBefore(order.on, on) : noOrder(asked);
  },
  then: ({ recoveryOrders }, asked, { on }) => ({ recoveryOrders: change(recoveryOrders, asked, (order) => ({ ...order, uncollectableOn: on })) }),
});
