import type { ActorView } from '../api/matter';
import { useLanguage } from '../language';

/** A person by code, with the post and office they acted in. */
export const usePerson = () => {
  const { say, aside, list } = useLanguage();
  return ({ person, officeLabel, postLabel }: ActorView): string => person + aside(list([say(officeLabel), say(postLabel)]));
};
