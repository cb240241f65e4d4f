import type { ActorView } from '../api/matter';
import { useLanguage } from '../language';

/** A person by code, with the post and office they acted in. */
export const usePerson = () => {
  const { say, aside, list } = useLanguage();
  return ({ person, post, officeLabel, postLabel }: ActorView): string => post === 'engine' ? say(officeLabel) : person + aside(list([say(officeLabel), say(postLabel)]));
};
