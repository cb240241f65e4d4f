import * as clocks from './clocks';
import * as closing from './closing';
import * as disposal from './disposal';
import * as filing from './filing';
import * as inquiry from './inquiry';
import * as joining from './joining';
import * as reactions from './reactions';
import * as reassignment from './reassignment';
import * as registration from './registration';
import * as reporting from './reporting';
import * as sendingUp from './sending-up';
import * as splitting from './splitting';
import * as takeOver from './take-over';
import * as tour from './tour';
import * as verification from './verification';
import { clue } from './stages';

/** Every exported row of the stage files is a row of the table: a new one needs no line here. The forms of the intake stand in this order. */
export const clueLifecycle = clue.lifecycle({ rows: { ...registration, ...sendingUp, ...tour, ...disposal, ...inquiry, ...verification, ...joining, ...splitting, ...filing, ...closing, ...reporting, ...reassignment, ...takeOver }, clocks, reactions });
