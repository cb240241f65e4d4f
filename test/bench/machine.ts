import { cpus, totalmem } from 'node:os';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';

/** Numbers without the machine they were read on say nothing. */
export const machine = async (owner: Pool, temporal: Client): Promise<string> => {
  const { rows } = await owner.query<{ name: string; setting: string }>(`select name, setting from pg_settings where name in ('server_version', 'data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes') order by name`);
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const { serverVersion } = await temporal.workflowService.getSystemInfo({});
  const safety = [...settings].filter(([name]) => name !== 'server_version').map(([name, setting]) => `${name} ${setting}`).join(', ');
  const cores = cpus();
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, Postgres ${settings.get('server_version')} (${safety}), Temporal ${serverVersion} (dev server, SQLite file)`;
};
