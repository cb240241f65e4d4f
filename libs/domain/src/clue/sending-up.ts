import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { date } from '../fields';
import { receivedBefore } from './guards';
import { clue } from './stages';

/** A25, CR 15: nothing of the content is entered, only that something came that must go up (L2). */
export const logForSuperior = clue.opening({
  label: text('登记待报送件', 'Log what must go up'),
  ref: 'C5',
  basis: ['CR 15'],
  to: 'heldForSuperior',
  by: 'petitionOffice',
  asks: z.object({ arrivedOn: date('收到日期', 'Arrived on') }),
  records: 'SuperiorAccusationArrived',
  refuses: (_, { arrivedOn }, { on }) => receivedBefore({ receivedOn: arrivedOn }, on),
  then: (asked) => asked,
});

/** CR 15: as it came; no copy and no excerpt stays. */
export const sendUp = clue.transition({
  label: text('报送上级机关', 'Send up'),
  ref: 'C5',
  basis: ['CR 15'],
  from: ['heldForSuperior'],
  to: 'sentUp',
  by: 'petitionOffice',
  needs: ['deliverySlip'],
  asks: z.object({}),
  records: 'SuperiorAccusationSentUp',
  then: (facts, _, { on }) => ({ ...facts, sentUpOn: on }),
});
