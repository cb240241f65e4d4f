export type Decided = { readonly facts: { readonly person?: string | undefined; readonly decision?: { readonly on: string } | undefined; readonly firstDecidedOn?: string | undefined } };

/** The day the last respondent was decided on; undefined while one is not. What is decided anew later does not move it. */
export const allDecided = (lanes: readonly Decided[]): string | undefined => {
  const dates = lanes.map(({ facts }) => facts.firstDecidedOn ?? facts.decision?.on);
  return dates.length > 0 && dates.every((date) => date !== undefined) ? dates.sort().at(-1) : undefined;
};
