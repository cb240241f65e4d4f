/**
 * Compile-time proofs: every line marked below must fail to type-check (`tsc` reports an unused mark as an error).
 * Nothing here runs.
 */
import { z } from 'zod';
import { liftFrom, text } from '../src';
import { permit, rows } from './permit';

const row = { label: text('试', 'Try'), ref: 'X', basis: ['X 1'], by: 'clerk', asks: z.object({}), records: 'Tried' } as const;

// @ts-expect-error a stage the process does not have
permit.transition({ ...row, from: ['applied'], to: 'measure', then: (facts) => facts });

// @ts-expect-error a row that leaves from a stage the process does not have
permit.transition({ ...row, from: ['paid'], to: 'applied', then: (facts) => facts });

// @ts-expect-error landing without the facts the stage declares: metres are missing
permit.transition({ ...row, from: ['applied'], to: 'measured', then: (facts) => facts });

// @ts-expect-error reading a fact that does not exist yet
permit.transition({ ...row, from: ['applied'], to: 'rejected', then: (facts) => ({ applicant: String(facts.metres), cars: facts.cars }) });

// @ts-expect-error a role nobody holds
permit.transition({ ...row, by: 'janitor', from: ['applied'], to: 'rejected', then: (facts) => facts });

// @ts-expect-error a paper there is no word for
permit.transition({ ...row, needs: ['napkin'], from: ['applied'], to: 'rejected', then: (facts) => facts });

// @ts-expect-error a level that signs nothing
permit.transition({ ...row, approvedBy: () => ['king'], from: ['applied'], to: 'rejected', then: (facts) => facts });

// @ts-expect-error a duty the separation of duties does not know
permit.transition({ ...row, duty: { name: 'sleeping' }, from: ['applied'], to: 'rejected', then: (facts) => facts });

// @ts-expect-error a lane row that leaves from a stage of the whole
permit.lane({ ...row, from: ['applied'], to: 'judged', then: (lane) => ({ ...lane, fits: true }) });

// @ts-expect-error a lane that lands without its facts
permit.lane({ ...row, from: ['judging'], to: 'judged', then: (lane) => lane });

// @ts-expect-error an opening that does not say what the first stage knows
permit.opening({ ...row, to: 'measured', then: () => ({ applicant: 'a', cars: ['A1'] }) });

// @ts-expect-error a staying row that changes a fact the stage does not have
permit.staying({ ...row, from: ['applied'], then: () => ({ metres: 3 }) });

// @ts-expect-error a clock that reads a fact no stage has
permit.clock({ label: row.label, basis: row.basis, force: 'local', budget: { unit: 'days', n: 1 }, waitsFor: row.label, starts: ({ facts }) => facts.weight, stops: () => undefined });

// @ts-expect-error a clock with a force the law does not know
permit.clock({ label: row.label, basis: row.basis, force: 'habit', budget: { unit: 'days', n: 1 }, waitsFor: row.label, starts: () => undefined, stops: () => undefined });

// @ts-expect-error a reaction to a row that is not in the table
permit.lifecycle({ rows, reactions: { none: { on: 'celebrate', label: row.label, target: () => ({ process: 'permit', number: '1' }), command: () => ({ skip: row.label }) } } });

// @ts-expect-error a row without a basis
permit.transition({ ...row, basis: [], from: ['applied'], to: 'rejected', then: (facts) => facts });

const reason = z.object({ reason: z.string(), days: z.int() });
const late = { ...row, asks: reason, from: ['applied'], to: 'rejected', then: ({ applicant, cars }: { applicant: string; cars: string[] }) => ({ applicant, cars }) } as const;
permit.transition({ ...late, lifts: liftFrom(1, ({ why }: { why: string }) => ({ reason: why })).from(2, (asked) => ({ ...asked, days: 0 })) });

// @ts-expect-error the chain ends short of what the row asks: the days are missing
permit.transition({ ...late, lifts: liftFrom(1, ({ why }: { why: string }) => ({ reason: why })) });

// @ts-expect-error an upcaster that reads what the version before it does not give
permit.transition({ ...late, lifts: liftFrom(1, ({ why }: { why: string }) => ({ reason: why })).from(2, (asked) => ({ ...asked, days: asked.hours / 24 })) });

// @ts-expect-error a gap: nothing lifts version 2
permit.transition({ ...late, lifts: liftFrom(1, (asked: { why: string }) => asked).from(3, () => ({ reason: '', days: 0 })) });
