import { words } from '../words';
import { optionOf, withOptions } from './standing-options';

describe('Choices that no table gives words to', () => {
  test('are said in words, in the form and afterwards', () => {
    expect(withOptions({ properties: { unit: { enum: ['days', 'months'] } } }).properties?.['unit']?.options?.['months']).toBe(words.months);
    expect(optionOf('unit', 'months')).toBe(words.months);
    expect(optionOf('kind', 'self')).toBe(words.self);
  });

  test('a choice of a table keeps its own words', () => {
    expect(optionOf('kind', 'warning')).toBeUndefined();
    expect(optionOf('toString', 'x')).toBeUndefined();
  });
});
