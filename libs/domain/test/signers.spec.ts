import { assessedOf, at, concluded, decide, deliberating, file, filing, on, opened, proposed, report, respondents, talk, then, verify, verifying, type Story } from './matters';
import { people, type Said } from './story';

describe('Who signs', () => {
  const chain = (given: () => Story, said: Said) => {
    const told = given();
    expect(told.tell(said)).toBeUndefined();
    return told.matter().proposals.at(-1)?.chain;
  };
  test('A13: an inquiry about a lower-level Party chief goes to the chief', () => {
    expect(chain(assessedOf('ordinary'), talk)).toEqual(['leader']);
    expect(chain(assessedOf('lowerPartyChief'), talk)).toEqual(['leader', 'chief']);
  });
  test('A13: verifying a lower-level Party chief needs the chief of the Party committee', () => {
    expect(chain(assessedOf('lowerPartyChief'), verify)).toEqual(['chief', 'partyChief']);
  });
  test('A14: a same-level member’s clue goes to the upper organ', () => {
    expect(chain(assessedOf('sameLevelMember'), talk)).toEqual(['chief', 'upperOrgan']);
  });
  test('A15: the department drafts, the chief examines, the Party chief approves the filing', () => {
    expect(chain(proposed, file)).toEqual(['chief', 'partyChief']);
    const other = { ...respondents[0], person: '被反映人0002', rank: 'sameLevelMember' };
    expect(chain(proposed, { ...file, asked: { ...filing, respondents: [...respondents, other] } })).toEqual(['chief', 'partyChief', 'upperOrgan']);
  });
  test('A20: important matters are disposed of collectively', () => {
    expect(chain(assessedOf('ordinary', true), talk)).toEqual(['leader', 'collective']);
    expect(chain(assessedOf('lowerPartyChief', true), talk)).toEqual(['leader', 'chief', 'collective']);
    expect(chain(assessedOf('sameLevelMember', true), talk)).toEqual(['chief', 'collective', 'upperOrgan']);
  });
  test('C18: the conclusion is approved at the level that approved the opening, and goes to the chief', () => {
    expect(chain(verifying, at('concludeVerificationForFiling', people.handler, report, concluded))).toEqual(['leader', 'chief']);
  });
  test('C22: a closed clue is reopened at least as high as it was closed', () => {
    const closedByChief = then(verifying, at('concludeVerificationByClosing', people.handler, report, { ...concluded, kind: 'unsubstantiated', measure: 'none' }));
    expect(chain(closedByChief, at('reopenClue', people.handler, ['reopeningNote'], { newEvidence: '新的银行流水' }))).toEqual(['leader', 'chief']);
  });
  test('A19: a sanction is decided collectively', () => {
    expect(chain(deliberating, decide('party', 'warning'))).toEqual(['chief', 'collective']);
  });
});

describe('One person filed by two clues', () => {
  test('is one respondent on all the tracks either names', () => {
    const told = opened({ respondents: [{ ...respondents[0], tracks: ['party'] }] });
    told.done(at('joinCase', people.engine, [], { ...filing, respondents: [{ ...respondents[0], tracks: ['state'] }, { person: '被反映人0002', unit: '某局', rank: 'ordinary', tracks: ['party'] }], filedOn: on, clue: 'clue-bbbbbbbbbbbbbbbbbbbbbbbbbb', owesFeedback: false, duties: [], recused: [] }));
    expect(told.matter().facts['respondents']).toMatchObject([{ person: '被反映人0001', tracks: ['party', 'state'] }, { person: '被反映人0002', tracks: ['party'] }]);
  });
});
