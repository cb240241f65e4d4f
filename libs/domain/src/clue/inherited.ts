import { z } from 'zod';
import { choice, line } from '../fields';
import { vocabulary } from '../vocabulary';

/** What a clue takes over from another one: who has taken part, and who has been recused. */
export const inherited = z.object({
  duties: z.array(z.object({ duty: choice('职责', 'Duty', vocabulary.duties), person: line('人员', 'Person', 60) })).meta({ zh: '此前参与人员', en: 'Duties done before' }),
  recused: z.array(line('人员', 'Person', 60)).meta({ zh: '已回避人员', en: 'Persons recused' }),
});

export const inherits = ({ duties, recused }: z.infer<typeof inherited>) => ({ duties, recused });
