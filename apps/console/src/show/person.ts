import type { ActorView } from '../api/matter';
import { useSay } from '../language';

/** A person by code, with the post and office they acted in. */
export const usePerson = () => {
  const say = useSay();
  return ({ person, officeLabel, postLabel }: ActorView): string => `${person}（${say(officeLabel)} ${say(postLabel)}）`;
};
