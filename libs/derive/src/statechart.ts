import { isFinal, type Lifecycle, type Row } from '@anjuan/lifecycle';

/** The process as a picture: Mermaid text, edges named in Chinese. Steps that stay where they are are left to the handbook. */
export const statechart = (lifecycle: Lifecycle): string => {
  const stages = Object.entries(lifecycle.stages);
  const edges = Object.values<Row>(lifecycle.rows).flatMap(({ shape, from, to, label }) => {
    if (shape === 'opening') return [`  [*] --> ${to}: ${label.zh}`];
    return shape === 'staying' ? [] : from.map((stage) => `  ${stage} --> ${to}: ${label.zh}`);
  });
  const ends = stages.flatMap(([stage]) => (isFinal(lifecycle, stage) ? [`  ${stage} --> [*]`] : []));
  return ['stateDiagram-v2', ...stages.map(([stage, { label }]) => `  state "${label.zh}" as ${stage}`), ...edges, ...ends, ''].join('\n');
};
