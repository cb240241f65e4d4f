import type { Actor, Text } from './words';
import type { Matter } from './matter';
import type { Lifecycle } from './process';
import type { Row } from './transition';
import { nameList, recusedRefusal } from './separation';

/** A step that the table offers now, and whether this person may take it. */
export type OpenStep = { readonly row: Row; readonly lanes: readonly string[]; readonly by: Text; readonly mayAct: boolean };

/** What may be done next, by whom: the console's buttons. */
export const openSteps = (lifecycle: Lifecycle, matter: Matter, actor?: Actor): readonly OpenStep[] =>
  Object.values<Row>(lifecycle.rows).flatMap((row) => {
    if (row.shape === 'opening') return [];
    const lanes = row.shape === 'lane' ? Object.entries(matter.lanes).flatMap(([key, { stage }]) => (row.from.includes(stage) ? [key] : [])) : [];
    if (row.shape === 'lane' ? lanes.length === 0 : !row.from.includes(matter.stage)) return [];
    const mayAct = actor !== undefined && row.by.some((role) => lifecycle.vocabulary.plays(role, actor, matter.facts)) && !recusedRefusal(matter, actor.person);
    return [{ row, lanes, by: nameList(lifecycle.vocabulary.roles, row.by), mayAct }];
  });

/** Stages that nothing leads out of: there is no flag for it. */
export const isFinal = (lifecycle: Lifecycle, stage: string): boolean =>
  !Object.values<Row>(lifecycle.rows).some((row) => row.shape !== 'staying' && row.shape !== 'opening' && row.from.includes(stage) && row.to !== stage);
