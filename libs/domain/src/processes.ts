import type { Lifecycle } from '@anjuan/lifecycle';
import { caseLifecycle } from './case';
import { clueLifecycle } from './clue';
import { registerLifecycle } from './register';

/** The processes of this installation. A stream's id begins with its process. */
export const processes = { clue: clueLifecycle, case: caseLifecycle, register: registerLifecycle } as const;
export type ProcessName = keyof typeof processes;

export const isProcess = (name: string): name is ProcessName => Object.hasOwn(processes, name);

/** The table a stream follows, by the process its id begins with. */
export const processOf = (stream: string): Lifecycle | undefined => {
  const name = stream.slice(0, Math.max(0, stream.indexOf('-')));
  return isProcess(name) ? processes[name] : undefined;
};
