import { useMeta } from '../api/meta-context';
import { useLanguage } from '../language';
import { words } from '../words';

/** `IR 207`, `IR 208` as people cite them; a rule that is no article stays as it is. */
export const useCitation = () => {
  const { say, list } = useLanguage();
  const { instruments } = useMeta();
  return (basis: readonly string[]): string => {
    const articles = new Map<string, string[]>();
    for (const each of basis) {
      const [key = '', number = ''] = each.split(' ');
      articles.set(key, [...(articles.get(key) ?? []), number]);
    }
    return list([...articles].map(([key, numbers]) => {
      const instrument = Object.hasOwn(instruments, key) ? instruments[key] : undefined;
      return instrument ? say(words.articles, { law: say(instrument), n: list(numbers) }) : list(numbers.map((number) => `${key} ${number}`.trim()));
    }));
  };
};
