export { systemClock, type Clock } from './clock';
export { crashAt } from './crash-at';
export { engine, type DoorCommand, type Outcome } from './door-command';
export { createHandle } from './handle';
export type { CrashPoint, Handle, HandleParts } from './handle-parts';
export { derivedCommand, processOf } from './ids';
export { installationKeys, type Keys } from './keys';
export type { Settlement } from './reaction';
export { isSealed } from './seal';
