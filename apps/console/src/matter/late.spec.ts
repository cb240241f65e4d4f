import { entryOf } from './late';

describe('When an act was entered', () => {
  test('an evening in Shanghai is the same day, whatever UTC says', () => {
    expect(entryOf({ on: '2026-03-03', recordedAt: '2026-03-02T16:30:00.000Z' })).toBe('same day');
  });

  test('within a week of weekdays it is only later; beyond, a late entry', () => {
    expect(entryOf({ on: '2026-03-06', recordedAt: '2026-03-13T02:00:00.000Z' })).toBe('later');
    expect(entryOf({ on: '2026-03-06', recordedAt: '2026-03-16T02:00:00.000Z' })).toBe('late');
  });
});
