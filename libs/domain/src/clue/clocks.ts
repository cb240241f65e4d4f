import { text } from '@anjuan/lifecycle';
import { feedbackLimit } from '../informant';
import { clue } from './stages';

/** Rows whose proposal is the disposal opinion of WR 21. */
const disposingRows = ['decideTalkOrInquiry', 'decideClosing', 'decideFiling', 'shelveClue', 'openVerification', 'forwardClue'] as const;

const earliest = (dates: readonly (string | undefined)[]) => dates.filter((date) => date !== undefined).sort()[0];

export const L1 = clue.clock({
  label: text('移送有管辖权的机关', 'Forward to the competent organ'),
  basis: ['IR 199', 'IR 201'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 5 },
  waitsFor: text('案件监督管理室移送', 'the case supervision office to forward it'),
  starts: ({ facts }) => (facts.jurisdiction === 'other' ? facts.receivedOn : undefined),
  stops: ({ facts }) => facts.forwarding?.on,
});

export const L4 = clue.clock({
  label: text('告知实名举报人受理', 'Tell the named informant of acceptance'),
  basis: ['IR 209'],
  force: 'statute',
  budget: { unit: 'workingDays', n: 15 },
  waitsFor: text('信访室告知受理', 'the petition office to tell the informant'),
  starts: ({ facts }) => (facts.named ? facts.receivedOn : undefined),
  stops: ({ facts }) => facts.acceptanceToldOn ?? facts.forwarding?.on,
});

export const L5 = clue.clock({
  ...feedbackLimit,
  starts: ({ facts }) => (facts.named ? facts.closing?.on : undefined),
  stops: ({ facts }) => facts.informedOn,
});

/** The opinion is proposed within a month of the clue's receipt; anchor and stop are policy values, both dates are facts. */
export const L8 = clue.clock({
  label: text('提出处置意见', 'Disposal opinion'),
  basis: ['WR 21'],
  force: 'partyRule',
  budget: { unit: 'months', n: 1 },
  waitsFor: text('承办部门提出处置意见', 'the handling department to propose how to dispose of it'),
  starts: ({ facts, policy }) => (policy['disposalAnchor'] === 'departmentReceipt' ? facts.assignedOn : facts.receivedOn),
  stops: ({ facts, policy, proposed }) =>
    earliest([...(policy['disposalStops'] === 'proposed' ? disposingRows.map(proposed) : []), facts.disposal?.on, facts.forwarding?.on]),
});
