import { z } from 'zod';
import { process, refusal, text, type Counting, type PolicyView, type Vocabulary } from '../src';

/**
 * A small process that has nothing to do with inspections: the grammar would serve parking permits as well.
 * Lanes: one for each car.
 */
export const vocabulary = {
  roles: { clerk: text('办事员', 'Clerk'), inspector: text('检查员', 'Inspector'), engine: text('系统', 'Engine') },
  papers: { form: text('申请表', 'Form'), photo: text('照片', 'Photo') },
  levels: { head: text('科长', 'Head'), mayor: text('市长', 'Mayor') },
  duties: { measuring: text('测量', 'measuring'), judging: text('裁定', 'judging') },
  plays: (role, actor) => actor.office === role || (role === 'engine' && actor.post === 'engine'),
  signs: (level, actor) => actor.post === level,
  separations: [{ duty: 'judging', barredAfter: ['measuring'], basis: 'PP 7' }],
  standing: { correction: ['head'], recusal: () => ['head'], lateEntry: ['head'], intervention: ['clerk'] },
} as const satisfies Vocabulary;

const applied = z.object({ applicant: z.string().min(1), secret: z.string().meta({ sealed: true }).optional(), cars: z.array(z.string()).min(1).max(3), toldOn: z.iso.date().optional() });
const measured = applied.extend({ metres: z.number() });
const car = z.object({ car: z.string() });

export const { stages, ...permit } = process(
  'permit',
  vocabulary,
  {
    applied: { label: text('已申请', 'Applied'), knows: applied },
    measured: { label: text('已测量', 'Measured'), knows: measured },
    judging: { label: text('裁定中', 'Judging'), knows: measured },
    judged: { label: text('已裁定', 'Judged'), knows: measured },
    issued: { label: text('已发证', 'Issued'), knows: measured.extend({ issuedOn: z.iso.date() }) },
    rejected: { label: text('已驳回', 'Rejected'), knows: applied },
  },
  {
    by: z.object({ car: z.string() }),
    key: ({ car }) => car,
    stages: { judging: { label: text('裁定中', 'Judging'), knows: car }, judged: { label: text('已裁定', 'Judged'), knows: car.extend({ fits: z.boolean() }) } },
  },
);

export const rows = {
  apply: permit.opening({
    label: text('申请', 'Apply'), ref: 'P1', basis: ['PP 1'], to: 'applied', by: 'clerk', needs: ['form'],
    asks: applied.omit({ toldOn: true }), records: 'PermitApplied', then: (asked) => asked,
  }),
  tell: permit.staying({
    label: text('告知', 'Tell'), ref: 'P2', basis: ['PP 2'], from: ['applied', 'measured'], by: 'clerk', asks: z.object({}), records: 'ApplicantTold', then: (_, __, { on }) => ({ toldOn: on }),
  }),
  measure: permit.transition({
    label: text('测量', 'Measure'), ref: 'P3', basis: ['PP 3'], from: ['applied'], to: 'measured', by: 'inspector', duty: { name: 'measuring' },
    asks: z.object({ metres: z.number().positive() }), records: 'Measured',
    refuses: (_, { metres }) => (metres > 20 ? refusal('PP 3', '超过 20 米', 'longer than 20 m', { field: 'metres', value: metres }) : undefined),
    then: (facts, { metres }) => ({ ...facts, metres }),
  }),
  reject: permit.transition({
    label: text('驳回', 'Reject'), ref: 'P4', basis: ['PP 4'], from: ['applied', 'measured'], to: 'rejected', by: 'clerk', approvedBy: ({ cars }) => (cars.length > 1 ? ['head', 'mayor'] : ['head']),
    asks: z.object({ reason: z.string().min(2) }), records: 'Rejected', then: ({ applicant, cars }) => ({ applicant, cars }),
  }),
  startJudging: permit.transition({
    label: text('开始裁定', 'Start judging'), ref: 'P5', basis: ['PP 5'], from: ['measured'], to: 'judging', by: 'inspector', asks: z.object({}), records: 'JudgingStarted',
    then: (facts) => facts, lanes: ({ cars }) => cars.map((each) => ({ key: each, stage: 'judging', facts: { car: each } })),
  }),
  judge: permit.lane({
    label: text('裁定', 'Judge'), ref: 'P6', basis: ['PP 6'], from: ['judging'], to: 'judged', by: 'inspector', duty: { name: 'judging' }, approvedBy: () => ['head'],
    asks: z.object({ fits: z.boolean() }), records: 'CarJudged', then: (lane, { fits }) => ({ ...lane, fits }),
  }),
  issue: permit.transition({
    label: text('发证', 'Issue'), ref: 'P7', basis: ['PP 7'], from: ['judged'], to: 'issued', by: 'clerk', asks: z.object({}), records: 'PermitIssued', then: (facts, _, { on }) => ({ ...facts, issuedOn: on }),
  }),
};

export const clocks = {
  P3: permit.clock({
    label: text('测量', 'Measure'), basis: ['PP 3'], force: 'local', budget: { unit: 'days', n: 30 }, waitsFor: text('检查员', 'the inspector'),
    starts: ({ done }) => done('apply'), stops: ({ done }) => done('measure') ?? done('reject'),
    extension: { atMost: { unit: 'days', n: 10 }, times: 1, approvedBy: ['mayor'] },
  }),
  P6: permit.clock({
    label: text('裁定', 'Judge'), basis: ['PP 6'], force: 'local', budget: { unit: 'days', n: 10 }, each: 'lane', waitsFor: text('检查员', 'the inspector'),
    starts: ({ done }) => done('startJudging'), stops: ({ done }) => done('judge'),
  }),
};

export const reactions = {
  greet: { on: 'issue', label: text('通知', 'Greet'), target: () => ({ process: 'permit', number: 'other' }), command: () => ({ skip: text('无', 'none') }) },
} as const;

export const permits = permit.lifecycle({ rows, clocks, reactions });

const dayMs = 86_400_000;
const addDays = (date: string, days: number) => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Counting with every day alike: the calendar has its own tests. */
export const count: Counting = {
  lastDay: (start, budget, excluded) => ({ date: addDays(start, budget.reduce((sum, { n }) => sum + n, excluded)), provisional: false }),
  countBack: (end, { n }) => ({ date: addDays(end, -n), provisional: false }),
  addDays, daysBetween, workingDaysBetween: daysBetween,
  dateOf: (instant) => instant.slice(0, 10),
  endOfDay: (date) => `${addDays(date, 1)}T00:00:00.000Z`,
  version: 'plain', policy: {},
};

export const policy: PolicyView = { version: 'test', lateEntryWorkingDays: 5, marks: [{ name: 'warning', days: -3, to: 'inspector' }, { name: 'expired', days: 0, to: 'head' }] };
