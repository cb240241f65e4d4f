import { askedNow, decisiveIn, shutBy } from './asked-when';
import type { Schema } from './schema';

const text: Schema = { type: 'string' };
const accusation: Schema = {
  type: 'object',
  properties: { concerns: { type: 'string', enum: ['ordinary', 'ownChief'] }, title: text, named: { type: 'boolean' }, informantName: text, informantContact: text },
  required: ['concerns', 'title', 'named'],
};
const asked = (answers: object) => askedNow(accusation, { ...answers }).map(({ name, required }) => (required ? name : `${name}?`));

describe('Which questions a form asks', () => {
  test('who the informant is: only of a named report, and then it must be said', () => {
    expect(asked({})).toEqual(['concerns', 'title', 'named']);
    expect(asked({ named: false })).toEqual(['concerns', 'title', 'named']);
    expect(asked({ named: true })).toEqual(['concerns', 'title', 'named', 'informantName', 'informantContact']);
  });

  test('nothing more about somebody whom this organ may not enter', () => {
    expect(asked({ concerns: 'ownChief', named: true })).toEqual(['concerns']);
    expect(shutBy(accusation, { concerns: 'ownChief' })?.zh).toContain('上级机关');
    expect(shutBy(accusation, {})).toBeUndefined();
    expect(shutBy(accusation, { concerns: 'ordinary' })).toBeUndefined();
    expect(decisiveIn(accusation)).toEqual(['concerns', 'named']);
    expect(asked({ concerns: 'ordinary' })).toEqual(['concerns', 'title', 'named']);
  });

  test('a form without the question asks everything its table asks', () => {
    expect(askedNow({ properties: { informantName: text } }, {})).toEqual([{ name: 'informantName', schema: text, required: false }]);
  });
});
