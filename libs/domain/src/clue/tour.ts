import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, date, line, passage, yes } from '../fields';
import type { Office } from '../offices';
import { reported } from '../people';
import { mustHold, notBefore } from './guards';
import { assistanceKinds, clue, jurisdictions, ordinal, received, type Discovered } from './stages';

/** C1. There is no tour process yet: that the tour runs and its members were vetted is said here, with the paper that shows it. */
export const recordClue = clue.opening({
  label: text('巡察发现线索', 'Record a clue found by a tour'),
  ref: 'C1',
  basis: ['TR15 22'],
  to: 'discovered',
  by: 'inspectionGroup',
  needs: ['workingPaper', 'sourceNote', 'tourMandate'],
  asks: z.object({
    tour: line('巡察任务', 'Inspection tour', 100),
    number: received.shape.number,
    foundOn: date('发现日期', 'Found on'),
    title: line('标题', 'Title', 100),
    summary: passage('反映的主要问题', 'What was found'),
    reported: reported.asked,
    inProgress: yes('巡察组正在了解阶段', 'The tour is in progress'),
    vetted: yes('本人已通过本轮巡前廉政审核', 'Vetted for this round'),
    noGround: yes('无应当回避情形', 'No ground for recusal'),
  }),
  records: 'ClueDiscovered',
  refuses: (_, asked, { on }) =>
    mustHold('TR15 22', asked, [
      ['inProgress', '巡察组只在巡察了解期间发现、登记线索', 'a group records clues while its tour is in progress'],
      ['vetted', '未通过本轮巡前廉政审核的人员不得参加巡察', 'whoever was not vetted for this round takes no part in it'],
      ['noGround', '有应当回避情形的，先办理回避', 'whoever has a ground for recusal is recused first'],
    ]) ?? (asked.foundOn > on ? refusal('found-after-recorded', `发现日期 ${asked.foundOn} 晚于登记日期 ${on}`, `found on ${asked.foundOn}, after it was recorded on ${on}`, { field: 'foundOn', value: asked.foundOn }) : undefined),
  then: ({ inProgress: _, vetted: __, noGround: ___, ...asked }, { by }) => ({ ...asked, group: by.office as Office, assistance: [] }), // `inspectionGroup` is played by offices of that list only
});

/** C2: asked by the group, approved by the leading group, passed on by the tour office (A2). */
export const requestProfessionalAssistance = clue.staying({
  label: text('提请专业协助', 'Request professional assistance'),
  ref: 'C2',
  basis: ['TR15 22', 'IR 59', 'IR 205'],
  from: ['discovered'],
  by: 'inspectionGroup',
  needs: ['assistanceRequest'],
  approvedBy: () => ['tourLeadingGroup'],
  asks: z.object({ kind: choice('协助事项', 'Kind', assistanceKinds), purpose: line('协助内容', 'Purpose', 500), inquired: yes('巡察组已在巡察权限内了解', 'The group has inquired within its own powers') }),
  records: 'AssistanceRequested',
  refuses: ({ foundOn }, asked, { on }) => {
    if (asked.kind === 'accounts')
      return refusal('IR 59', '查询账户、财产须由纪检监察机关批准初步核实后采取，巡察组不得提请；请移交线索', 'accounts and property are queried in an approved verification, not for a tour; hand the clue over', { field: 'kind', value: asked.kind });
    return notBefore(foundOn, on) ?? mustHold('TR15 22', asked, [['inquired', '应当先在巡察权限内了解，仍有专业需要的再提请协助', 'the group inquires within its own powers first']]);
  },
  then: ({ assistance }, { kind, purpose }, { on }) => ({ assistance: [...assistance, { no: assistance.length + 1, kind, purpose, requestedOn: on }] }),
});

/** C2: the result stays on the organ's file; the group gets a summary (trap 17). */
export const deliverAssistance = clue.staying({
  label: text('反馈专业协助结果', 'Deliver the assistance'),
  ref: 'C2',
  basis: ['TR15 22'],
  from: ['discovered'],
  by: 'caseSupervisionOffice',
  needs: ['assistanceResult'],
  asks: z.object({ no: ordinal('协助序号', 'Assistance no.'), summary: line('结果摘要', 'Summary of the result', 500) }),
  records: 'AssistanceDelivered',
  refuses: ({ assistance }, { no }, { on }) => {
    const asked = assistance.find((each) => each.no === no);
    if (!asked) return refusal('no-such-assistance', `没有第 ${no} 项专业协助`, `no assistance ${no} was requested`, { field: 'no', value: no });
    return asked.deliveredOn ? refusal('delivered-already', `第 ${no} 项协助已于 ${asked.deliveredOn} 反馈`, `assistance ${no} was delivered on ${asked.deliveredOn}`, { field: 'no', value: no }) : notBefore(asked.requestedOn, on);
  },
  then: ({ assistance }, { no, summary }, { on }) => ({ assistance: assistance.map((each) => (each.no === no ? { ...each, deliveredOn: on, summary } : each)) }),
});

/** What the organ needs to know of a clue that it receives: the receipt is the day of the transfer. */
const handedOver = { jurisdiction: choice('管辖', 'Jurisdiction', jurisdictions), important: received.shape.important };

const land = ({ tour, group, foundOn, assistance, ...facts }: Discovered, asked: { readonly jurisdiction: keyof typeof jurisdictions; readonly important: boolean }, transfer: 'duringTour' | 'batch', on: string) => ({
  ...facts, jurisdiction: asked.jurisdiction, important: asked.important, source: 'tour' as const, receivedOn: on, named: false, duplicates: [], discovery: { tour, group, foundOn, assistance, transfer },
});

const edge = { from: ['discovered'], by: 'tourOffice' } as const;

/** C3, marked: what went over during the tour is not in the batch (trap 16). The source names no approver: the leading group by default. */
export const transferDuringTour = clue.transition({
  ...edge,
  label: text('边巡边交', 'Transfer during the tour'),
  ref: 'C3',
  basis: ['TR15 22'],
  to: 'registered',
  needs: ['transferForm', 'evidenceList'],
  approvedBy: () => ['tourLeadingGroup'],
  asks: z.object({ evidenceLocked: yes('证据已固定', 'Evidence locked'), investigable: yes('基本具备可查性', 'Basically investigable'), ...handedOver }),
  records: 'ClueTransferredDuringTour',
  refuses: (_, asked) =>
    mustHold('TR15 22', asked, [
      ['evidenceLocked', '证据尚未固定的，不得边巡边交，巡后集中移交', 'without locked evidence it goes with the batch after the tour'],
      ['investigable', '尚不具备可查性的，不得边巡边交，巡后集中移交', 'what cannot be investigated yet goes with the batch after the tour'],
    ]),
  then: (facts, asked, { on }) => land(facts, asked, 'duringTour', on),
});

const batch = {
  ...edge,
  ref: 'C4',
  basis: ['TR15 28', 'TR15 29'],
  needs: ['batchList', 'transferLetter', 'classificationDecision'],
  records: 'ClueBatchTransferred',
} as const;

/** C4: violations of cadres go to the discipline organ, once the Party organization has decided on the classification. */
export const batchTransfer = clue.transition({ ...batch, label: text('巡后集中移交：纪检监察机关', 'Batch transfer to the discipline organ'), to: 'registered', asks: z.object(handedOver), then: (facts, asked, { on }) => land(facts, asked, 'batch', on) });

/** C4: personnel matters go to the organization department, the rest to the unit. */
export const batchTransferElsewhere = clue.transition({
  ...batch,
  label: text('巡后集中移交：组织部门或者有关单位', 'Batch transfer to another recipient'),
  to: 'transferredOut',
  asks: z.object({ category: choice('问题类别', 'Category', { personnel: text('选人用人问题（组织部门）', 'Personnel (organization department)'), unit: text('其他问题（有关单位）', 'Other (the unit)') }), to: line('接收单位', 'To', 100) }),
  then: (facts, { to }, { on }) => ({ ...land(facts, { jurisdiction: 'own', important: false }, 'batch', on), forwarding: { to, on } }),
});
