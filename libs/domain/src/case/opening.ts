import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { choice, fixed, line, streamId } from '../fields';
import { respondent } from '../people';
import { vocabulary } from '../vocabulary';
import { filing } from '../clue/stages';
import { beside } from './beside';
import { filedLater, join } from './on-paper';
import { filed, kase } from './stages';

const duties = z.array(z.object({ duty: choice('职责', 'Duty', vocabulary.duties), person: line('人员', 'Person', 60) })).meta({ zh: '此前参与人员', en: 'Duties done before' });
const recused = z.array(line('人员', 'Person', 60)).meta({ zh: '已回避人员', en: 'Persons recused' });
const asks = filed
  .omit({ clues: true, namedClues: true, informed: true, onPaper: true })
  .extend({ respondents: fixed(filing.shape.respondents, 'lanes'), handlingOffice: filed.shape.handlingOffice.unwrap(), clue: streamId, owesFeedback: z.boolean(), alsoNamed: z.array(streamId).optional(), assignedFromAbove: beside.assignedFromAbove, duties, recused });
type Arriving = z.infer<typeof asks>;

/** Whose informants are owed feedback: those of the clue that was filed, and of clues merged into it before (trap 8). */
const owing = ({ clue, owesFeedback, alsoNamed = [] }: Pick<Arriving, 'clue' | 'owesFeedback'> & { readonly alsoNamed?: readonly string[] | undefined }) => [...(owesFeedback ? [clue] : []), ...alsoNamed];

const inherits = ({ duties, recused }: Pick<Arriving, 'duties' | 'recused'>) => ({ duties, recused });

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
  then: ({ clue, owesFeedback, alsoNamed, duties: _, recused: __, ...asked }) => ({ ...asked, clues: [clue], namedClues: owing({ clue, owesFeedback, alsoNamed }), informed: [] }),
});

/** K15: by reaction to the refiling of a withdrawn case, which stays as it is; informants are owed this result as well. */
export const openRefiledCase = kase.opening({
  label: text('重新立案建档', 'Open the case filed anew'),
  ref: 'K15',
  basis: ['IR 237'],
  to: 'filed',
  by: 'engine',
  asks: filed.omit({ informed: true, onPaper: true }).extend({ withdrawn: streamId, assignedFromAbove: beside.assignedFromAbove, duties, recused }),
  records: 'CaseOpenedAnew',
  inherits,
  then: ({ withdrawn, duties: _, recused: __, ...asked }) => ({ ...asked, refiledFrom: withdrawn, informed: [] }),
});

/** K3: a case filed on a matter or an organization finds its respondent. */
export const addRespondent = kase.staying({
  label: text('确定被调查人', 'Identify a respondent'),
  ref: 'K3',
  basis: ['IR 211'],
  from: ['filed', 'investigating'],
  by: 'handlingDepartment',
  needs: ['filingDecision'],
  approvedBy: (_, { respondent }) => (respondent.rank === 'sameLevelMember' ? ['chief', 'partyChief', 'upperOrgan'] : ['chief', 'partyChief']),
  asks: z.object({ respondent }),
  records: 'RespondentIdentified',
  refuses: ({ kind, respondents }, asked) => {
    if (kind === 'person') return refusal('IR 211', '对人立案的案件不适用，应当另行立案', 'a case against persons is filed anew for another person', { field: 'kind', value: kind });
    return respondents.some(({ person }) => person === asked.respondent.person) ? refusal('respondent-twice', `${asked.respondent.person} 已是本案被审查调查人`, `${asked.respondent.person} is a respondent already`, { field: 'respondent', value: asked.respondent.person }) : undefined;
  },
  then: ({ respondents, filedOn }, asked, { on }) => ({ respondents: [...respondents, ...filedLater([asked.respondent], on, filedOn)] }),
});

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
  then: ({ clues, respondents, namedClues, filedOn }, asked) => ({ clues: [...clues, asked.clue], respondents: join(respondents, filedLater(asked.respondents, asked.filedOn, filedOn)), namedClues: [...namedClues, ...owing(asked)], ...(asked.assignedFromAbove && { assignedFromAbove: true }) }),
});
