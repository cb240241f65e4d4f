import { z } from 'zod';
import { refusal, text } from '@anjuan/lifecycle';
import { line } from '../fields';
import { register, registerStages, subject } from './stages';

const { kind, year } = registerStages.open.knows.shape;

/** The first document of its kind in a year opens the register, and has number 1. */
export const openRegister = register.opening({
  label: text('启用文书登记簿并编号', 'Open the register with its first number'),
  ref: 'N1',
  basis: ['IR 203'],
  to: 'open',
  by: 'engine',
  asks: subject.extend({ kind, year }),
  records: 'RegisterOpened',
  then: ({ kind, year, ...whose }, { on }) => ({ kind, year, issued: [{ ...whose, n: 1, on }] }),
});

/** The next number is worked out where it is given, so that two at once get two, and none is left out. */
export const issueNumber = register.staying({
  label: text('文书编号', 'Give a number'),
  ref: 'N1',
  basis: ['IR 203'],
  from: ['open'],
  by: ['engine', 'caseSupervisionOffice'],
  asks: subject,
  records: 'NumberIssued',
  then: ({ issued }, whose, { on }) => ({ issued: [...issued, { ...whose, n: issued.length + 1, on }] }),
});

/** Visible ever after, and not given again. */
export const voidNumber = register.staying({
  label: text('文书编号作废', 'Void a number'),
  ref: 'N2',
  basis: ['IR 203'],
  from: ['open'],
  by: 'caseSupervisionOffice',
  approvedBy: () => ['leader'],
  asks: z.object({ n: z.int().min(1).meta({ zh: '序号', en: 'No.' }), reason: line('作废原因', 'Reason', 500) }),
  records: 'NumberVoided',
  refuses: ({ issued }, { n }) => {
    const found = issued.find((each) => each.n === n);
    if (!found) return refusal('no-such-number', `没有第 ${n} 号，现已编至第 ${issued.length} 号`, `there is no number ${n}; the last one given is ${issued.length}`, { field: 'n', value: n });
    return found.voidedOn === undefined ? undefined : refusal('voided-already', `第 ${n} 号已于 ${found.voidedOn} 作废`, `number ${n} was voided on ${found.voidedOn}`, { field: 'n', value: n });
  },
  then: ({ issued }, { n }, { on }) => ({ issued: issued.map((each) => (each.n === n ? { ...each, voidedOn: on } : each)) }),
});
