export { systemClock, type Clock } from './clock';
export { engine, type DoorCommand, type Outcome } from './door-command';
export { createHandle, type CrashPoint, type Handle, type HandleParts } from './handle';
export { derivedCommand, processOf } from './ids';
export { installationKeys, type Keys } from './keys';
export type { Settlement } from './reaction';
export { isSealed } from './seal';
