import type { Matter } from '@anjuan/lifecycle';

/** What a list shows and filters by, whatever the process calls it. */
export type ListFields = { readonly office: string | null; readonly source: string | null; readonly number: string | null; readonly title: string | null };

/** Index entries have a size limit; a list shows no more of it either. */
const words = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 200) : null);

const names = (respondents: unknown): string | null =>
  Array.isArray(respondents) && respondents.length > 0 ? words(respondents.map((respondent: { person?: unknown }) => respondent.person).join('、')) : null;

/** Until a clue is assigned, the case supervision office holds it (A3); before that the group that found it, or whoever must send it up. */
const holder = ({ handlingOffice, group, arrivedOn }: Matter['facts']) => handlingOffice ?? group ?? (arrivedOn === undefined ? 'caseSupervisionOffice' : 'petitionOffice');

export const listFields = ({ process, facts }: Matter): ListFields => {
  switch (process) {
    case 'clue':
      return { office: words(holder(facts)), source: words(facts.source), number: words(facts.number), title: words(facts.title) };
    case 'case':
      return { office: words(facts.handlingOffice), source: null, number: words(facts.caseNo), title: names(facts.respondents) };
    default:
      return { office: words(facts.handlingOffice), source: null, number: words(facts.number), title: words(facts.title) };
  }
};
