import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { searchAttributes } from './contract';

const key = { name: searchAttributes.stage, type: 'KEYWORD' } as const;

/** Keeps Temporal's list true, where whoever started the workflow found that the server knows the attribute. */
export const showStage = (stage: string): void => {
  const shown = workflowInfo().typedSearchAttributes.get(key);
  if (shown !== undefined && shown !== stage) upsertSearchAttributes([{ key, value: stage }]);
};
