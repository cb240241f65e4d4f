import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { line, yes } from '../fields';
import { documentKind } from '../register/stages';
import { kase } from './stages';

/** Told by the register; nothing that is under way is disturbed by it. */
export const recordNumber = kase.staying({
  label: text('文书编号', 'Number of a document'),
  ref: 'N1',
  basis: ['IR 203'],
  from: ['filed', 'investigating', 'investigationConcluded', 'trialSubmitted', 'trialDeferred', 'inTrial', 'returnedReinvestigate', 'returnedSupplement', 'deliberating', 'decided', 'announced', 'executing', 'executed', 'closed', 'withdrawn'],
  by: 'engine',
  aside: true,
  asks: z.object({ document: documentKind, number: line('文号', 'Number', 60), of: line('对象', 'Of whom', 80).optional(), voided: yes('作废', 'Voided').optional() }),
  records: 'DocumentNumbered',
  then: ({ documents = [] }, asked, { on }) => ({ documents: [...documents.filter(({ number }) => number !== asked.number), { ...asked, on }] }),
});
