import { askedOf, blank } from './asked';
import type { Schema } from './schema';

const person: Schema = { type: 'object', properties: { person: { type: 'string' }, post: { type: 'string' } }, required: ['person'] };
const schema: Schema = {
  type: 'object',
  properties: {
    title: { type: 'string' }, number: { type: 'string' }, named: { type: 'boolean' }, receivedOn: { type: 'string', format: 'date' },
    reported: { type: 'array', minItems: 1, items: person }, team: { type: 'array', items: { type: 'string' } }, extra: { type: 'array', items: { type: 'string' } },
  },
  required: ['title', 'named', 'reported', 'team'],
};

describe('What a form sends', () => {
  test('a form begins with as many persons as the table asks for at least', () => {
    expect(blank(schema)).toEqual({ reported: [{}] });
  });

  test('a field left empty is absent, not an empty string; spaces around a value are not part of it', () => {
    expect(askedOf(schema, { title: ' 标题 ', number: '  ', receivedOn: undefined, named: false, reported: [{ person: 'P ', post: '' }], team: ['P-03', ' '] }))
      .toEqual({ title: '标题', named: false, reported: [{ person: 'P' }], team: ['P-03'] });
  });

  test('an optional list is left out when it is empty, a required one is sent so that the rule can speak', () => {
    expect(askedOf(schema, { extra: [] })).toEqual({ reported: [], team: [] });
  });

  test('what the schema does not know is not sent', () => {
    expect(askedOf(schema, { title: 'a', other: 1 })).not.toHaveProperty('other');
  });
});
