import { Problem } from '../api/problem';
import { landed, pathOf } from './faults';
import type { Schema } from './schema';

const schema: Schema = {
  type: 'object',
  properties: {
    title: { type: 'string' }, team: { type: 'array', items: { type: 'string' } },
    reported: { type: 'array', items: { type: 'object', properties: { unit: { type: 'string' } } } },
  },
};
const message = { zh: '有误', en: 'wrong' };
const fault = (field: string) => ({ field, value: null, message });

describe('Where a refusal lands', () => {
  test('a fault deep in a list stands at its own field', () => {
    expect(pathOf('asked.reported.0.unit')).toEqual(['reported', 0, 'unit']);
    expect(landed(new Problem(422, { faults: [fault('reported.0.unit')] }), schema)).toEqual([{ path: ['reported', 0, 'unit'], message }]);
  });

  test('one name among several stands at the list of names', () => {
    expect(landed(new Problem(422, { faults: [fault('team.1')] }), schema)).toEqual([{ path: ['team'], message }]);
  });

  test('a rule that names one field lands there with its own words', () => {
    expect(landed(new Problem(422, { field: 'title', detail: '标题过长', detailEn: 'too long' }), schema)).toEqual([{ path: ['title'], message: { zh: '标题过长', en: 'too long' } }]);
  });

  test('what the form does not have stays at the top: the stage, the actor, a key it never showed', () => {
    for (const field of ['stage', 'actor.post', 'papers', 'toString']) expect(landed(new Problem(409, { field, detail: 'x' }), schema)).toEqual([]);
  });
});
