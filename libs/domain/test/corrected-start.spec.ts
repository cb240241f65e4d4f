import { clueLifecycle } from '../src';
import { people, story } from './story';

const register = {
  source: 'assignedFromAbove', receivedOn: '2026-03-05', title: '反映某单位负责人违规发放补贴', summary: '反映某单位违规发放补贴', reported: [{ person: '被反映人0001', unit: '某局', rank: 'ordinary' }],
  jurisdiction: 'own', important: false,
};

describe('A receipt that was entered under a wrong date', () => {
  /** Registered on 9 March 2026, extended on 1 June and on 1 September. */
  const extended = () => {
    const clue = story(clueLifecycle);
    clue.done({ name: 'registerHandedOver', asked: register, by: people.supervision, on: '2026-03-09', papers: ['transferLetter'] });
    for (const on of ['2026-06-01', '2026-09-01']) clue.done({ name: 'extendClock', asked: { clock: 'L7', n: 3, unit: 'months', reason: '案情复杂' }, by: people.supervision, on });
    expect(clue.clock('L7', '2026-09-02')).toMatchObject({ start: '2026-03-05', due: '2026-12-07', extensions: 2, status: 'running' });
    return clue;
  };
  const corrected = (clue: ReturnType<typeof extended>, old: string, receivedOn: string, on: string) => {
    clue.done({ name: 'correct', asked: { field: 'receivedOn', old, new: receivedOn, reason: '登记笔误' }, by: people.supervision, on });
    return clue;
  };

  test('keeps the extensions that were granted: they count from the right date', () => {
    const clue = corrected(extended(), '2026-03-05', '2026-03-02', '2026-09-03');
    expect(clue.clock('L7', '2026-09-03')).toMatchObject({ start: '2026-03-02', due: '2026-12-02', extensions: 2, status: 'running' });
  });
  test('loses nothing where the correction is corrected in its turn', () => {
    const clue = corrected(corrected(extended(), '2026-03-05', '2026-03-02', '2026-09-03'), '2026-03-02', '2026-03-08', '2026-09-04');
    expect(clue.clock('L7', '2026-09-04')).toMatchObject({ start: '2026-03-08', due: '2026-12-08', extensions: 2, status: 'running' });
  });
  test('had its last day on the day of the extension: it was granted in time', () => {
    const clue = corrected(extended(), '2026-03-05', '2026-03-01', '2026-09-03');
    expect(clue.clock('L7', '2026-09-03')).toMatchObject({ due: '2026-12-01', extensions: 2 });
  });
  test('shows the breach where the limit had run out before the extension was granted, which then was void', () => {
    const clue = corrected(extended(), '2026-03-05', '2026-02-28', '2026-09-03');
    expect(clue.clock('L7', '2026-09-03')).toMatchObject({ start: '2026-02-28', due: '2026-05-28', extensions: 0, status: 'breached' });
  });
  test('gives an extension back that was void only by the wrong correction', () => {
    const clue = corrected(corrected(extended(), '2026-03-05', '2026-02-28', '2026-09-03'), '2026-02-28', '2026-03-05', '2026-09-04');
    expect(clue.clock('L7', '2026-09-04')).toMatchObject({ due: '2026-12-07', extensions: 2, status: 'running' });
  });
  test('moves no extension of another limit, and another fact moves none', () => {
    const clue = extended();
    clue.done({ name: 'correct', asked: { field: 'title', old: register.title, new: '反映某单位违规发放补贴', reason: '登记笔误' }, by: people.supervision, on: '2026-09-03' });
    expect(clue.clock('L7', '2026-09-03')).toMatchObject({ start: '2026-03-05', due: '2026-12-07', extensions: 2 });
    expect(clue.events().at(-1)?.data).not.toHaveProperty('extensions');
  });
});
