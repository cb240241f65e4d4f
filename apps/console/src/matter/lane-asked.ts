import type { Matter } from '../api/matter';

const none = {};

/** Respondent and track of the lane whose button was clicked. */
export const laneAsked = ({ lanes }: Pick<Matter, 'lanes'>, key: string | undefined): Readonly<Record<string, unknown>> => {
  const lane = lanes.find((each) => each.key === key);
  const fact = (field: string) => lane?.facts.find((each) => each.field === field)?.value;
  return lane ? { respondent: fact('person'), track: fact('track') } : none;
};
