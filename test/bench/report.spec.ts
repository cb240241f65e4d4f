import { asJson, asTable, atLeastTimes, atMostTimes, ifRun, type Reading } from './report';

const raw: Reading = { name: 'raw commits', value: 1_000, unit: 'rows/s' };
const append = { name: 'append', value: 1_500, unit: 'appends/s' };

describe('the table of a bench', () => {
  it('says beside each number what it is measured against, the ratio and whether the goal was reached', () => {
    expect(asTable([atLeastTimes(1.5, { ...append, against: raw }), atLeastTimes(2, { ...append, against: raw })]).split('\n').slice(2).map((line) => line.replace(/ +/g, ' '))).toEqual([
      '| append | 1,500 appends/s | 1,000 rows/s: raw commits | 1.50× | ≥ 1.5× | met |',
      '| append | 1,500 appends/s | 1,000 rows/s: raw commits | 1.50× | ≥ 2× | MISSED |',
    ]);
    expect(atMostTimes(1.3, { name: 'read', value: 1.2, unit: 'ms', against: { name: 'read of few', value: 1, unit: 'ms' } }).goal?.met).toBe(true);
  });

  it('says why a peer did not run, and leaves open what nobody can know', () => {
    const peer = ifRun({ name: 'Emmett', value: NaN, unit: 'appends/s' }, 'Emmett could not be fetched with npm');
    const beside = atLeastTimes(6, { ...append, against: peer });
    expect(asTable([peer, beside])).toMatch(/\| Emmett +\| not run: Emmett could not be fetched with npm \|/);
    expect(asTable([peer, beside])).toMatch(/≥ 6× \| not run \|/);
    expect(JSON.parse(asJson(peer))).toMatchObject({ value: null, ratio: null, missing: 'not run: Emmett could not be fetched with npm' });
    expect(JSON.parse(asJson(beside))).toMatchObject({ value: 1_500, ratio: null, goal: '≥ 6×', met: null });
  });

  it('gives a program the same, a line a number', () => {
    expect(JSON.parse(asJson(atLeastTimes(1.5, { ...append, against: raw })))).toEqual({ name: 'append', value: 1_500, unit: 'appends/s', against: 'raw commits', ratio: 1.5, goal: '≥ 1.5×', met: true });
  });
});
