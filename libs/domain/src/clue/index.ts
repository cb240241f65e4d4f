import * as clocks from './clocks';
import * as closing from './closing';
import * as disposal from './disposal';
import * as filing from './filing';
import * as reactions from './reactions';
import * as registration from './registration';
import * as verification from './verification';
import { clue } from './stages';

/** Every exported row of the stage files is a row of the table: a new one needs no line here. */
export const clueLifecycle = clue.lifecycle({ rows: { ...registration, ...disposal, ...verification, ...filing, ...closing }, clocks, reactions });
