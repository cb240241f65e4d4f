import type { ClockRow } from '@anjuan/lifecycle';
import { caseLifecycle, clueLifecycle } from '../src';

const told = ({ force, budget, special, extension }: ClockRow): string =>
  [
    `${force} ${budget.n} ${budget.unit}`,
    ...(special ? [`or ${special.budget.n} ${special.budget.unit}`] : []),
    ...(extension ? [`+${extension.atMost.n} ${extension.atMost.unit} ×${extension.times} by ${extension.approvedBy.join()}${extension.again ? `, then ${extension.again.join()}` : ''}`] : []),
  ].join(' ');

/** Read off domain §5 and not off the tables: whose limit it is, how long, how much longer and by whom. */
const limits: Readonly<Record<string, string>> = {
  L1: 'statute 5 workingDays',
  L2: 'partyRule 5 workingDays',
  L3: 'partyRule 5 workingDays',
  L4: 'statute 15 workingDays',
  L5: 'statute 15 workingDays',
  L6: 'partyRule 3 months',
  L7: 'partyRule 3 months +3 months ×5 by chief, then upperOrgan',
  L8: 'partyRule 1 months',
  L9: 'statute 15 workingDays',
  L10: 'statute 15 workingDays',
  L10b: 'statute 15 workingDays',
  L11: 'partyRule 1 months',
  L12: 'partyRule 2 months +1 months ×6 by chief',
  L13: 'partyRule 3 months',
  L29: 'statute 1 years +6 months ×1 by upperOrgan',
  L30: 'partyRule 3 months +1 months ×1 by partyChief',
  L31: 'statute 1 months +1 months ×1 by chief',
  L32: 'partyRule 1 months',
  L33: 'statute 1 months',
  L34: 'statute 1 months +5 months ×1 by chief',
  L35: 'partyRule 6 months',
  L36: 'statute 1 months',
  L37: 'statute 7 workingDays',
  L38: 'statute 7 workingDays or 10 workingDays',
  L39: 'statute 10 days or 20 days',
  L40: 'statute 1 months',
  L41: 'statute 1 months +15 days ×1 by leader',
  L42: 'statute 30 days',
  L43: 'statute 15 workingDays',
};

test.each(Object.entries({ ...clueLifecycle.clocks, ...caseLifecycle.clocks }).filter(([clock]) => clock.startsWith('L')))('%s is as long as its article says, and no longer than whoever may extend it allows', (clock, row) => {
  expect(told(row)).toBe(limits[clock]);
});
