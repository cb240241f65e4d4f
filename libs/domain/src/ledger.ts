import { z } from 'zod';
import { text } from '@anjuan/lifecycle';
import { choice, date, line, passage, yes } from './fields';

/** DR 5, as a ledger writes them. */
export const ledgerForms = { form1: text('第一种形态', 'Form 1'), form2: text('第二种形态', 'Form 2'), form3: text('第三种形态', 'Form 3'), form4: text('第四种形态', 'Form 4') } as const;

/** Who deals with it: this organ, or another one that was designated from above (RM8). */
const organs = { own: text('本单位', 'This organ'), other: text('其他机关', 'Another organ') } as const;

/** A row of a ledger that was taken over: where it stands, who vouches for it, and what it tells that the stage does not know in words of its own. */
export const ledger = z
  .strictObject({
    file: z.string().regex(/^[0-9a-f]{64}$/).meta({ zh: '台账文件 SHA-256', en: 'SHA-256 of the ledger' }),
    row: z.int().min(1).max(10_000_000).meta({ zh: '行号', en: 'Row' }),
    vouchedBy: line('核对人', 'Vouched for by', 60),
    category: line('问题类别', 'Category', 200).optional(),
    office: line('承办部门', 'Handling department', 100).optional(),
    handler: line('承办人', 'Handler', 60).optional(),
    organ: choice('办理机关', 'Handled by', organs).optional(),
    organName: line('办理机关名称', 'Name of the organ', 100).optional(),
    way: line('处置方式', 'Way of disposal', 60).optional(),
    disposedOn: date('处置意见日期', 'Disposed on').optional(),
    verifiedFrom: date('初核开始', 'Verified from').optional(),
    verifiedTo: date('初核结束', 'Verified to').optional(),
    trialEndedOn: date('审理结束', 'Trial ended').optional(),
    measure: line('处分种类', 'Sanction or measure', 200).optional(),
    form: choice('四种形态', 'Form', ledgerForms).optional(),
    sanctionedOn: date('处分决定日期', 'Sanctioned on').optional(),
    transferredOn: date('移送司法日期', 'Transferred to the procuratorate on').optional(),
    recoveredFen: z.int().min(0).meta({ zh: '追缴金额（分）', en: 'Recovered (fen)' }).optional(),
    closedOn: date('了结日期', 'Closed on').optional(),
    remarks: passage('备注', 'Remarks', 1).optional(),
    mended: yes('接管前更正过（与文件所载不同）', 'Put right before it was taken over (the file says otherwise)').optional(),
  })
  .meta({ zh: '台账', en: 'Ledger' });
export type Ledger = z.infer<typeof ledger>;

/** What is refused whatever the row is about: nothing on paper lies in the future. */
export const dateToCome = (row: Ledger, today: string): string | undefined =>
  [row.disposedOn, row.verifiedFrom, row.verifiedTo, row.trialEndedOn, row.sanctionedOn, row.transferredOn, row.closedOn].find((date) => date !== undefined && date > today);

/** A6: who checked a clue on paper may not try the case. */
export const verifiedBy = (rows: readonly Ledger[]) => ({
  duties: [...new Set(rows.flatMap(({ handler, verifiedFrom }) => (handler !== undefined && verifiedFrom !== undefined ? [handler] : [])))].map((person) => ({ duty: 'verification' as const, person })),
  recused: [],
});
