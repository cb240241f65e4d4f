import type { Labels, Meta } from '../api/meta';

/**
 * Where clues come from. The words ride on the form of a clue handed over; an accusation's source goes without saying in
 * its own form, so the row that registers it stands for it here.
 */
export const sourcesOf = ({ processes: { clue } }: Meta): Labels => {
  const openings = clue.commands.filter(({ shape }) => shape === 'opening');
  const chosen = openings.map(({ schema }) => schema.properties?.['source']?.options).find((options) => options !== undefined) ?? {};
  return { petition: { zh: '信访举报', en: 'Petition or accusation' }, ...chosen };
};
