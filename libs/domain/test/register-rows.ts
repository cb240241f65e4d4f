import { registerLifecycle } from '../src';
import type { Case, Rows } from './each-row';
import { on, then } from './matters';
import { people, story, type Said } from './story';

export const kase = 'case-aaaaaaaaaaaaaaaaaaaaaaaaaa';
const open: Said = { name: 'openRegister', asked: { kind: 'sanctionDecision', year: '2026', case: kase, of: '被反映人0001/party' }, by: people.engine, on };
export const issue: Said = { name: 'issueNumber', asked: { case: kase, of: '被反映人0001/state' }, by: people.engine, on };
export const voiding = (n: number): Said => ({ name: 'voidNumber', asked: { n, reason: '文书打印错误' }, by: people.supervision, on });
const none = () => story(registerLifecycle);
export const begun = then(none, open);
export const two = then(begun, issue);

export const registerCases: Record<Rows<typeof registerLifecycle>, readonly Case[]> = {
  openRegister: [
    { given: none, when: open, then: 'open' },
    { given: begun, when: open, then: 'already-there' },
    { given: none, when: { ...open, by: people.supervision }, then: 'wrong-actor' },
  ],
  issueNumber: [
    { given: begun, when: issue, then: 'open' },
    { given: begun, when: { ...issue, by: people.supervision }, then: 'open' },
    { given: begun, when: { ...issue, by: people.handler }, then: 'wrong-actor' },
    { given: none, when: issue, then: 'not-found' },
  ],
  voidNumber: [
    { given: two, when: voiding(1), then: 'open' },
    { given: two, when: voiding(3), then: 'no-such-number' },
    { given: then(two, voiding(1)), when: voiding(1), then: 'voided-already' },
  ],
};
