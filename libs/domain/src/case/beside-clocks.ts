import { text } from '@anjuan/lifecycle';
import { entryOf } from './beside';
import { kase } from './stages';

/** One month for each order; time that the respondent cost does not count. */
export const L36 = kase.clock({
  label: text('执行追缴、没收、退赔', 'Carry out recovery or restitution'),
  basis: ['IR 240'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('承办部门执行到位', 'the handling department to carry it out'),
  each: ({ recoveryOrders = [] }) => recoveryOrders.map((order, i) => [`${order.person}/${order.kind}/${i + 1}`, order] as const),
  starts: ({ item }) => item.on,
  stops: ({ item }) => item.settledOn ?? item.uncollectableOn,
  suspended: ({ item }) => item.delays,
});

export const L37 = kase.clock({
  label: text('撤案报上级备案', 'Record the withdrawal above'),
  basis: ['IR 237'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 7 },
  waitsFor: text('报上级机关备案', 'the record with the upper organ'),
  starts: ({ facts }) => facts.withdrawal?.on,
  stops: ({ facts }) => facts.withdrawal?.reportedOn,
});

/** Counted back from the end of the investigation's year. */
export const L38 = kase.clock({
  label: text('上级交办案件报送撤案意见', 'Report the withdrawal opinion of an assigned case'),
  basis: ['IR 237'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 7 },
  special: { label: text('重大复杂', 'major'), budget: { unit: 'workingDays', n: 10 }, when: ({ facts }) => facts.withdrawalOpinion?.major === true },
  waitsFor: text('向上级报送撤案意见', 'the opinion to be reported above'),
  starts: ({ facts }) => facts.withdrawalOpinion?.on,
  stops: ({ facts }) => facts.withdrawalOpinion?.reportedOn ?? facts.conclusion?.on,
  countsBackFrom: ({ due }) => due('L29'),
});

/** Counted back from the planned transfer: ten days, and twenty for the request to designate another jurisdiction. */
export const L39 = kase.clock({
  label: text('移送前通知检察机关', 'Tell the procuratorate before the transfer'),
  basis: ['IR 251', 'IR 252'],
  force: 'statute',
  budget: { unit: 'days', n: 10 },
  waitsFor: text('案件监督管理室通知', 'the case supervision office to tell it'),
  each: ({ transferPlans = [], prosecutions }) =>
    transferPlans.flatMap((plan) => {
      const ended = entryOf(prosecutions, plan.person)?.transferredOn;
      const notice = { plan, designation: false, stop: plan.noticedOn ?? ended };
      return [[plan.person, notice] as const, ...(plan.designated ? [[`${plan.person}/designation`, { plan, designation: true, stop: plan.requestedOn ?? ended }] as const] : [])];
    }),
  special: { label: text('商请指定管辖', 'asking for a designation'), budget: { unit: 'days', n: 20 }, when: ({ item }) => item.designation },
  starts: ({ item }) => item.plan.setOn,
  stops: ({ item }) => item.stop,
  countsBackFrom: ({ item }) => item.plan.plannedOn,
});

/** A month for each of the two returns. */
export const L40 = kase.clock({
  label: text('检察机关退回后补充调查', 'Supplement after a return by the procuratorate'),
  basis: ['SL 54', 'IR 257', 'CPL 175'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('补充调查完毕再次移送', 'the supplement to be transferred'),
  each: ({ prosecutions = [] }) => prosecutions.flatMap(({ person, returns }) => returns.map((each, i) => [`${person}/${i + 1}`, each] as const)),
  starts: ({ item }) => item.on,
  stops: ({ item }) => item.endedOn,
});

/** The procuratorate's own limit; after a return it begins anew. Its extension is its own: the leader has it entered. */
export const L41 = kase.clock({
  label: text('检察机关审查起诉', 'The procuratorate decides'),
  basis: ['CPL 172'],
  force: 'statute',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('检察机关作出决定', 'the procuratorate to decide'),
  each: ({ prosecutions = [] }) => prosecutions.map((prosecution) => [prosecution.person, prosecution] as const),
  starts: ({ item }) => item.transferredOn,
  stops: ({ item }) => item.decidedOn ?? item.returns.at(-1)?.on,
  extension: { atMost: { unit: 'days', n: 15 }, times: 1, approvedBy: ['leader'] },
});

/** The right is lost after it; whoever reviews the sanction instead has accepted the decision. */
export const L42 = kase.clock({
  label: text('提请复议不起诉决定', 'Ask for reconsideration of the non-indictment'),
  basis: ['IR 261'],
  force: 'statute',
  budget: { unit: 'days', n: 30 },
  waitsFor: text('提请复议或复核处分', 'the request, or the review of the sanction'),
  each: ({ prosecutions = [] }) => prosecutions.map((prosecution) => [prosecution.person, prosecution] as const),
  starts: ({ item }) => item.notIndictedOn,
  stops: ({ item }) => item.reconsiderationOn ?? item.reviewedOn,
});

export const L43 = kase.clock({
  label: text('批复从宽处罚建议', 'Answer the leniency proposal'),
  basis: ['IR 244'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  waitsFor: text('上级机关批复', 'the upper organ to answer'),
  each: ({ leniency = [] }) => leniency.map((proposal) => [proposal.person, proposal] as const),
  starts: ({ item }) => item.askedOn,
  stops: ({ item }) => item.repliedOn,
});
