import * as absence from './absence';
import * as besideClocks from './beside-clocks';
import * as clocks from './clocks';
import * as closing from './closing';
import * as decision from './decision';
import * as execution from './execution';
import * as investigation from './investigation';
import * as judicialChange from './judicial-change';
import * as leniency from './leniency';
import * as notification from './notification';
import * as numbering from './numbering';
import * as opening from './opening';
import * as prosecution from './prosecution';
import * as reactions from './reactions';
import * as reassignment from './reassignment';
import * as recovery from './recovery';
import * as returns from './returns';
import * as takeOver from './take-over';
import * as trial from './trial';
import * as withdrawal from './withdrawal';
import { kase } from './stages';

/** Every exported row of the stage files is a row of the table: a new one needs no line here. */
export const caseLifecycle = kase.lifecycle({
  rows: {
    ...opening, ...notification, ...investigation, ...absence, ...trial, ...returns, ...withdrawal, ...decision, ...execution, ...recovery, ...leniency, ...prosecution, ...judicialChange, ...numbering, ...closing, ...reassignment, ...takeOver,
  },
  clocks: { ...clocks, ...besideClocks },
  reactions,
});
