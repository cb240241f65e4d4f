import type { Clock } from '../api/matter';
import type { Extension, Meta, ProcessName } from '../api/meta';

export type Extendable = Clock & { readonly extension: Extension };

/** Running limits that the rules let be extended once more, and not after their end. */
export const extendable = ({ processes }: Pick<Meta, 'processes'>, process: ProcessName, clocks: readonly Clock[], today: string): readonly Extendable[] =>
  clocks.flatMap((clock) => {
    const extension = processes[process].clocks[clock.clock]?.extension;
    return extension && clock.stoppedOn === undefined && clock.extensions < extension.times && clock.due >= today ? [{ ...clock, extension: { ...extension, approvedBy: (clock.extensions > 0 && extension.again) || extension.approvedBy } }] : [];
  });
