import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, line, streamId } from '../fields';
import type { Respondent } from '../people';
import { vocabulary } from '../vocabulary';
import { filed, kase } from './stages';

const duties = z.array(z.object({ duty: choice('职责', 'Duty', vocabulary.duties), person: line('人员', 'Person', 60) })).meta({ zh: '此前参与人员', en: 'Duties done before' });
const asks = filed.omit({ clues: true, informedOn: true }).extend({ clue: streamId, duties });
type Arriving = z.infer<typeof asks>;

const inherits = ({ duties }: { duties: Arriving['duties'] }) => duties;

/** K0: by reaction to the clue's filing, once. */
export const openCase = kase.opening({
  label: text('立案建档', 'Open the case'),
  ref: 'K0',
  basis: ['WR 38', 'IR 210'],
  to: 'filed',
  by: 'engine',
  asks,
  records: 'CaseOpened',
  inherits,
  then: ({ clue, duties: _, ...asked }) => ({ ...asked, clues: [clue] }),
});

/** One person filed by two clues is one respondent, on all the tracks either names. */
const join = (here: readonly Respondent[], more: readonly Respondent[]): Respondent[] => [
  ...here.map((respondent) => {
    const again = more.find(({ person }) => person === respondent.person);
    return again ? { ...respondent, tracks: [...new Set([...respondent.tracks, ...again.tracks])] } : respondent;
  }),
  ...more.filter(({ person }) => !here.some((respondent) => respondent.person === person)),
];

/** K0: a filed clue that carries the number of an open case joins it; several clues may make one case. */
export const joinCase = kase.staying({
  label: text('并入已立案件', 'Join an open case'),
  ref: 'K0',
  basis: ['WR 38'],
  from: ['filed', 'investigating'],
  by: 'engine',
  asks: asks.omit({ handlingOffice: true }),
  records: 'RespondentJoined',
  inherits,
  refuses: ({ clues }, { clue }) => (clues.includes(clue) ? refusal('joined-already', '该线索已并入本案', 'the clue is part of this case already', { field: 'clue', value: clue }) : undefined),
  then: ({ clues, respondents, owesFeedback }, asked) => ({ clues: [...clues, asked.clue], respondents: join(respondents, asked.respondents), owesFeedback: owesFeedback || asked.owesFeedback }),
});
