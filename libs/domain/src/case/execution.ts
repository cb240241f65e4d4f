import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line } from '../fields';
import { kase } from './stages';

/** K13: the unit carries the sanction out: pay, post, the person's file. */
export const execute = kase.lane({
  label: text('交付执行', 'Hand over for execution'),
  ref: 'K13',
  basis: ['IR 233', 'DL 54'],
  from: ['announced'],
  to: 'executing',
  by: 'handlingDepartment',
  asks: z.object({ unit: line('执行单位', 'Executing unit', 100) }),
  records: 'SanctionExecutionBegun',
  refuses: ({ decision }) =>
    decision.kind === 'none' ? refusal('K13', '免予处分的无须执行，请直接办理「免予处分办结」', 'there is no sanction to execute; record the end without execution instead', { field: 'kind', value: 'none' }) : undefined,
  then: (lane) => lane,
});

/** K13: the unit reports that pay, post and file have been changed. */
export const reportExecution = kase.lane({
  label: text('报告执行完毕', 'Report the execution'),
  ref: 'K13',
  basis: ['IR 233', 'DL 54', 'DR18 42'],
  from: ['executing'],
  to: 'executed',
  by: 'handlingDepartment',
  needs: ['executionReport'],
  asks: z.object({ result: line('执行情况', 'Result', 500) }),
  records: 'SanctionExecuted',
  then: (lane, _, { on }) => ({ ...lane, executedOn: on }),
});

/** K13, K27 (“sanction executed or none”): nothing is executed where nothing was imposed. */
export const endWithoutSanction = kase.lane({
  label: text('免予处分办结', 'End without execution'),
  ref: 'K13',
  basis: ['DL 12'],
  from: ['announced'],
  to: 'executed',
  by: 'handlingDepartment',
  asks: z.object({}),
  records: 'EndedWithoutSanction',
  refuses: ({ decision }) =>
    decision.kind === 'none' ? undefined : refusal('DL 12', '已给予处分的须报告执行情况', 'a sanction was imposed; its execution must be reported', { field: 'kind', value: decision.kind }),
  then: (lane, _, { on }) => ({ ...lane, executedOn: on }),
});
