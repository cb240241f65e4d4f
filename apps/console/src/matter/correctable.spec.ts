import type { FieldView } from '../api/matter';
import { correctable } from './correctable';

const fact = (field: string, over: Partial<FieldView> = {}): FieldView => ({ field, label: { zh: field, en: field }, value: 1, text: { zh: '1', en: '1' }, ...over });

test('what a step worked out can be corrected like what was asked, in the whole and in each lane', () => {
  const disposal = { type: 'object', properties: { way: { type: 'string' } } };
  const lane = { key: 'A/party', stage: 'decided', facts: [fact('decision', { schema: disposal })] };
  expect(correctable({ facts: [fact('disposal', { schema: disposal }), fact('unknown')], lanes: [lane] }).map(({ key, schema }) => [key, schema])).toEqual([['|disposal', disposal], ['A/party|decision', disposal]]);
});
