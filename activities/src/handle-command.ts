import type { DoorCommand, Outcome } from '@anjuan/handle';
import { reckon, type Ports } from './door';
import type { Situation } from './situation';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The door's answer without the matter: it goes into Temporal's history and to the caller. */
export type Answer = Without<Outcome, 'matter'>;

export type Handled = { readonly answer: Answer; readonly situation?: Situation };

export const handleCommand =
  (ports: Ports) =>
  async (command: DoorCommand): Promise<Handled> => {
    const outcome = await ports.handle.handle(command);
    if (outcome.kind !== 'done') return { answer: outcome };
    const { matter, ...answer } = outcome;
    return { answer, situation: await reckon(ports, matter) };
  };
