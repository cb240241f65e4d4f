import { useEffect } from 'react';
import { useSay } from '../language';
import { words } from '../words';

/** What the browser's tab says. */
export const usePageTitle = (title: string): void => {
  const say = useSay();
  useEffect(() => {
    document.title = title ? `${title} · ${say(words.product)}` : say(words.product);
  }, [title, say]);
};
