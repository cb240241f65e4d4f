import { z } from 'zod';
import { process, text } from '@anjuan/lifecycle';
import { choice, date, line, streamId } from '../fields';
import { vocabulary } from '../vocabulary';

/** Documents that are numbered, and the word their numbers begin with. */
export const documents = {
  filingDecision: { label: text('立案决定书', 'Filing decision'), word: '立' },
  sanctionDecision: { label: text('处分决定书', 'Sanction decision'), word: '处' },
  withdrawalDecision: { label: text('撤销案件决定书', 'Withdrawal decision'), word: '撤' },
  prosecutionOpinion: { label: text('起诉意见书', 'Prosecution opinion'), word: '诉' },
  transferLetter: { label: text('移送函', 'Transfer letter'), word: '移' },
} as const;
export type DocumentKind = keyof typeof documents;

export const documentKind = choice('文书', 'Document', Object.fromEntries(Object.entries(documents).map(([kind, { label }]) => [kind, label])) as Record<DocumentKind, (typeof documents)[DocumentKind]['label']>);

/** Whose document it is: the case, and in it the respondent, with the track where there is one. */
export const subject = z.object({ case: streamId.meta({ zh: '案件', en: 'Case' }), of: line('对象', 'Of whom', 80).optional() });

const issued = subject.extend({ n: z.int().min(1).meta({ zh: '序号', en: 'No.' }), on: date('编号日期', 'Numbered on'), voidedOn: date('作废日期', 'Voided on').optional() });
export type Issued = z.infer<typeof issued>;

export const { stages: registerStages, ...register } = process('register', vocabulary, {
  open: {
    label: text('在用', 'In use'),
    knows: z.object({
      kind: documentKind,
      year: z.string().regex(/^\d{4}$/).meta({ zh: '年度', en: 'Year' }),
      // Fixed: a number once given is voided, never edited.
      issued: z.array(issued).meta({ zh: '已编号', en: 'Numbers given', fixed: true }),
    }),
  },
});
export type RegisterStage = keyof typeof registerStages;

/** As it stands on the document: 处〔2026〕12号. */
export const spoken = (kind: DocumentKind, year: string, n: number): string => `${documents[kind].word}〔${year}〕${n}号`;
