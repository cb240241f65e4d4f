import { words } from '../words';
import { optionOf, withOptions } from './standing-options';

describe('Choices that no table gives words to', () => {
  test('are said in words, in the form and afterwards', () => {
    expect(withOptions({ properties: { unit: { enum: ['days', 'months'] } } }).properties?.['unit']?.options?.['months']).toBe(words.months);
    expect(optionOf('unit', 'months')).toBe(words.months);
    expect(optionOf('kind', 'self')).toBe(words.self);
  });

  test('a post is chosen from those of the office, not written', () => {
    const posts = { chief: { zh: '机关主要负责人', en: 'Chief' } };
    expect(withOptions({ properties: { post: { type: 'string', zh: '职务' } } }, { post: posts }).properties?.['post']).toEqual({ type: 'string', zh: '职务', enum: ['chief'], options: posts });
  });

  test('a choice of a table keeps its own words', () => {
    expect(optionOf('kind', 'warning')).toBeUndefined();
    expect(optionOf('toString', 'x')).toBeUndefined();
  });
});
