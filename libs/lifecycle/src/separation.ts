import type { Refusal, Text } from './words';
import { refusal } from './words';
import type { Matter } from './matter';
import type { Lifecycle } from './process';
import type { Loose, Row } from './transition';

export const nameList = (labels: Readonly<Record<string, Text>>, keys: readonly string[]): Text => ({
  zh: keys.map((key) => labels[key]?.zh ?? key).join('、'),
  en: keys.map((key) => labels[key]?.en ?? key).join(', '),
});

export const recusedRefusal = (matter: Matter | undefined, person: string): Refusal | undefined =>
  matter?.recused.includes(person)
    ? refusal('recused', `${person} 已回避，不得再办理本件`, `${person} has been recused from this matter`, { field: 'actor.person', value: person })
    : undefined;

/** Who has investigated may not try: over time and in linked streams, for the actor and for everyone the act assigns. */
export const dutyRefusal = (lifecycle: Lifecycle, matter: Matter | undefined, row: Row, actor: string, asked: Loose): Refusal | undefined => {
  if (!row.duty) return undefined;
  const { name, persons } = row.duty;
  const assigned = persons?.(asked) ?? [];
  const done = [...(matter?.duties ?? []), ...(row.inherits?.(asked).duties ?? [])];
  for (const person of [actor, ...assigned]) {
    const recused = assigned.includes(person) ? recusedRefusal(matter, person) : undefined;
    if (recused) return recused;
    for (const { duty, barredAfter, basis } of lifecycle.vocabulary.separations) {
      const earlier = duty === name ? done.find((each) => each.person === person && barredAfter.includes(each.duty)) : undefined;
      if (!earlier) continue;
      const was = lifecycle.vocabulary.duties[earlier.duty] ?? { zh: earlier.duty, en: earlier.duty };
      const now = lifecycle.vocabulary.duties[name] ?? { zh: name, en: name };
      return refusal(basis, `${person} 曾参与本件的${was.zh}，不得参与${now.zh}`, `${person} took part in the ${was.en} of this matter and may not take part in the ${now.en}`, { field: assigned.includes(person) ? 'asked' : 'actor.person', value: person });
    }
  }
  return undefined;
};
