import fc from 'fast-check';
import { canonical } from './canonical';

/** The rule without its short cuts: every body that was ever hashed was written so. */
const plainly = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(plainly).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(fields).sort().filter((key) => fields[key] !== undefined).map((key) => `${JSON.stringify(key)}:${plainly(fields[key])}`).join(',')}}`;
};

test('what needs no quoting or sorting is written as if it had been quoted and sorted: a command sent again years later is still the same', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }), fc.constantFrom('', '案卷', '"', '\\', '\u0000', '\u001f', '\u007f', '\u2028', '\ud800', '😀', '10', '9'));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, text, fc.double(), fc.boolean(), fc.constantFrom(null, undefined), fc.array(tie('value')), fc.dictionary(text, tie('value'))),
  }));
  fc.assert(fc.property(value, (content) => expect(canonical(content)).toBe(plainly(content))), { numRuns: 2_000 });
});
