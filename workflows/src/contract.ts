import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Situation } from '@anjuan/activities';

export type { Situation };

/** All that clients and workflows must agree on. The id of a workflow is the id of its stream. */
export const taskQueue = 'anjuan';

/** The conductor's word on how the stream stands now. It may come late, twice or not at all. */
export const situationChanged = defineSignal<[Situation]>('situationChanged');

/** An operator's word that what did not work may be tried again now. */
export const tryAgain = defineSignal('tryAgain');

/** Nothing can happen to the stream by itself any more: it needs no workflow. */
export const isAtRest = ({ final, clocks, owed }: Pick<Situation, 'final' | 'clocks' | 'owed'>): boolean => final && clocks === 0 && owed.length === 0;

export type Text = { readonly zh: string; readonly en: string };

/** What a workflow answers when asked: all it knows. */
export type Standing = Pick<Situation, 'stage' | 'position' | 'owed' | 'next'> & { readonly waitingFor: Text };

/** Undefined while a workflow that was started by hand still reads its stream. */
export const situationQuery = defineQuery<Standing | undefined>('situation');

/** Set at the start when the server knows them: one clue's whole life in one list, and how far it has come. */
export const searchAttributes = { history: 'AnjuanHistory', stage: 'AnjuanStage' } as const;

/** Names of the workflow types, one a process. */
export const workflowTypes = { clue: { zh: '线索', en: 'clue' }, case: { zh: '案件', en: 'case' }, register: { zh: '文书登记簿', en: 'register' } } as const satisfies Record<string, Text>;
export type WorkflowType = keyof typeof workflowTypes;
