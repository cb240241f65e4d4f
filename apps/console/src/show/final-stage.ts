import type { Meta, ProcessName } from '../api/meta';

/** Stages that no row moves a matter out of. */
export const isFinal = (meta: Meta, process: ProcessName, stage: string): boolean =>
  !meta.processes[process].commands.some(({ shape, from, to }) => shape === 'moving' && to?.key !== stage && from.some(({ key }) => key === stage)) &&
  !meta.processes[process].commands.some(({ shape, from }) => shape === 'lane' && from.some(({ key }) => key === stage));
