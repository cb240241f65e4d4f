export { factViews, officeLabel, proposalLabel, type FieldView } from './words';
export { eventView } from './event-view';
export { replay, type Line, type Point, type Rules, type Standing, type Step, type Today } from './line';
export { linkedHistory, type Places } from './linked-history';
export { clockText, type Change } from './changes';
export { compare, lanesView, papersView, proposalView, type StandingView, type StepView } from './views';
export { pointAt, type FoundPoint } from './point';
export { comparison, stateAt, wholeLine, type Comparison, type StateAt, type WholeLine } from './answers';
