import { clusterId } from './kafka.mjs';

test('no broker is given a name that its own tool would take for an option', () => {
  const ids = Array.from({ length: 2_000 }, clusterId);
  expect(ids.filter((id) => id.startsWith('-'))).toEqual([]);
  expect(new Set(ids.map((id) => Buffer.from(id, 'base64url').length))).toEqual(new Set([16]));
});
