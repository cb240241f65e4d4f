import { caseCases } from './case-rows';
import { clueCases } from './clue-rows';
import { outcome, type Case } from './each-row';
import { on } from './matters';
import { registerCases } from './register-rows';
import { people } from './story';

describe.each<readonly [string, Readonly<Record<string, readonly Case[]>>]>([['clue table', clueCases], ['case table', caseCases], ['register', registerCases]])('Each row of the %s', (_, rows) => {
  for (const [name, cases] of Object.entries(rows))
    test.each(cases.map((one, i) => ({ ...one, i: i + 1 })))(`${name} $i → $then`, ({ given, when, then: expected }) => {
      expect(outcome(given(), { on, by: people.engine, ...when, name })).toBe(expected);
    });
});
