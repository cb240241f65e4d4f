import * as clocks from './clocks';
import * as closing from './closing';
import * as decision from './decision';
import * as execution from './execution';
import * as investigation from './investigation';
import * as opening from './opening';
import * as trial from './trial';
import { kase } from './stages';

/** Every exported row of the stage files is a row of the table: a new one needs no line here. */
export const caseLifecycle = kase.lifecycle({ rows: { ...opening, ...investigation, ...trial, ...decision, ...execution, ...closing }, clocks });
