import type { ProcessName } from '../api/meta';

export const MatterPage = ({ process }: { process: ProcessName }) => <>{process}</>;
