import { adopted } from '@anjuan/calendar';
import { caseLifecycle, clueLifecycle, counting, defaultPolicy } from '@anjuan/domain';
import type { Lifecycle, Matter } from '@anjuan/lifecycle';
import { isAtEnd } from './at-end';
import { situationOf, toNotice } from './situation-of';

const reckoning = { count: counting(defaultPolicy, adopted), policy: defaultPolicy, now: '2026-03-02T02:00:00.000Z' };

const decided = (lane: string, track: string) => [lane, { stage: 'decided', ground: 9, facts: { person: '被反映人0001', track, rank: 'ordinary', decision: { kind: 'warning', form: 'form2', on: '2026-03-01' } } }] as const;

const kase: Matter = {
  stream: 'case-a', process: 'case', correlation: 'history-a', revision: 9, position: 90, stage: 'decided', openedOn: '2026-01-05', ground: 9,
  facts: { filedOn: '2026-01-05', namedClues: [], informed: [], acceptedOn: '2026-02-01', reportedOn: '2026-02-20' },
  lanes: Object.fromEntries([decided('被反映人0001/party', 'party'), decided('被反映人0001/state', 'state')]),
  acts: [], proposals: [], papers: [], duties: [], recused: [], signedFor: {}, extensions: [], notices: [], owed: [], interventions: [], reacted: [], takenOver: undefined, before: undefined,
};

describe('a situation', () => {
  it('names nobody: a lane goes by its number, and the door still finds the instant that is meant', () => {
    const situation = situationOf(caseLifecycle, kase, reckoning);
    expect(JSON.stringify(situation)).not.toContain('被反映人0001');
    expect(situation.next).toMatchObject({ clock: 'L32@1', mark: 'warning' });
    const found = toNotice(caseLifecycle, kase, reckoning).filter(({ shown }) => shown.id === situation.next?.id);
    expect(found.map(({ instant }) => instant.clock)).toEqual(['L32@被反映人0001/party']);
  });

  it('shows different lanes as different instants', () => {
    const shown = toNotice(caseLifecycle, kase, reckoning).map(({ shown: { id } }) => id);
    expect(new Set(shown).size).toBe(shown.length);
  });

  it.each<[Lifecycle, string, boolean]>([
    [clueLifecycle, 'closed', true], [clueLifecycle, 'convertedToCase', true], [clueLifecycle, 'shelved', false], [clueLifecycle, 'transferredOut', true],
    [clueLifecycle, 'registered', false], [clueLifecycle, 'talkOrInquiry', false], [clueLifecycle, 'filingProposed', false],
    [caseLifecycle, 'closed', true], [caseLifecycle, 'executed', false], [caseLifecycle, 'trialDeferred', false], [caseLifecycle, 'filed', false],
  ])('%# at stage %s nothing leads on: %s', (lifecycle, stage, ended) => {
    expect(isAtEnd(lifecycle, stage)).toBe(ended);
  });
});
