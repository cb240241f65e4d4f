export { createQueries, type Queries } from './queries';
export { readModels, followerName } from './projector';
export { listFields, type ListFields } from './list-fields';
export type { ListAsked, ListItem, MatterPage } from './matters/query';
export type { ClocksAsked, RunningClockItem } from './running-clocks/query';
export { stuckCauses, type StuckCause } from './stuck/cause';
export type { StuckAsked, StuckCase, StuckGroup, StuckGroups } from './stuck/query';
export type { Page, PageAsked } from './pages';
export type { Processes } from './fold-stream';
