export { asyncapi, cloudEventType, topicOf, type CloudEvent } from './asyncapi';
export { commandForms, formOf, plural, stageLabels, type CommandForm } from './forms';
export { approvalBranches, type Branch, type Choice } from './branches';
export { handbook } from './handbook';
export { openapi } from './openapi';
export { isSealedField, schemaOf, type Schema } from './schema';
export { statechart } from './statechart';
