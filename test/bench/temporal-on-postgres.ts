import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, startChild } from '@anjuan/local';
import { Connection } from '@temporalio/client';
import type { Bench } from './bench';
import { ownDatabase } from './databases';

const run = promisify(execFile);
const names = { default: 'bench_temporal', visibility: 'bench_temporal_visibility' } as const;
const schemas = { default: 'postgresql/v12/temporal', visibility: 'postgresql/v12/visibility' } as const;
const plugin = 'postgres12_pgx';
const patience = 90_000;

/** As Temporal's own sample for Postgres has it; one partition a task queue, as our own server is set. JSON is YAML. */
const configOf = (url: URL, ports: readonly number[], dynamic: string) => {
  const sql = (databaseName: string, maxConns: number) =>
    ({ sql: { pluginName: plugin, databaseName, connectAddr: url.host, connectProtocol: 'tcp', user: url.username, password: url.password, maxConns, maxIdleConns: maxConns, maxConnLifetime: '1h' } });
  const service = (i: number) => ({ rpc: { grpcPort: ports[2 * i], membershipPort: ports[2 * i + 1], bindOnIP: '127.0.0.1' } });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: { defaultStore: 'default', visibilityStore: 'visibility', numHistoryShards: 4, datastores: { default: sql(names.default, 20), visibility: sql(names.visibility, 5) } },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: service(0), matching: service(1), history: service(2), worker: service(3) },
    clusterMetadata: {
      enableGlobalNamespace: false, failoverVersionIncrement: 10, masterClusterName: 'active', currentClusterName: 'active',
      clusterInformation: { active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${ports[0]}` } },
    },
    dynamicConfigClient: { filepath: dynamic, pollInterval: '60s' },
  };
};

const dynamicConfig = { 'matching.numTaskqueueReadPartitions': [{ value: 1 }], 'matching.numTaskqueueWritePartitions': [{ value: 1 }] };

/** Registers the namespace as soon as the server takes it. */
const prepare = async (address: string): Promise<void> => {
  for (const until = Date.now() + patience; ; await pause(500)) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 2_000 });
      const { workflowService } = connection;
      await workflowService.registerNamespace({ namespace: 'default', workflowExecutionRetentionPeriod: { seconds: 30 * 86_400 as never } }).catch((error: Error) => { if (!/already/i.test(error.message)) throw error; }); // the proto takes a Long or a number
      for (;;) {
        const described = await workflowService.describeNamespace({ namespace: 'default' }).catch(() => undefined);
        if (described) return await connection.close();
        await pause(200);
      }
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
};

/** A Temporal server of its own whose store is the bench's Postgres. Undefined where the server could not be built. */
export const temporalOnPostgres = async ({ owner, databaseUrl, home, tell }: Bench) => {
  const programs = process.env.BENCH_TEMPORAL_SERVER;
  if (!programs) return undefined;
  tell('starting a Temporal server on Postgres');
  const folder = join(home, 'temporal-postgres');
  mkdirSync(join(folder, 'config'), { recursive: true });
  const url = new URL(databaseUrl);
  const dropped: (() => Promise<unknown>)[] = [];
  for (const store of ['default', 'visibility'] as const) {
    dropped.push((await ownDatabase(owner, databaseUrl, names[store])).drop);
    const sql = (...args: string[]) => run(join(programs, 'sql'), ['--plugin', plugin, '--ep', url.hostname, '--port', url.port, '--user', url.username, '--password', url.password, '--db', names[store], ...args]);
    await sql('setup-schema', '--version', '0.0');
    await sql('update-schema', '--schema-name', schemas[store]);
  }
  const ports: number[] = [];
  while (ports.length < 8) ports.push(await freePort());
  const dynamic = join(folder, 'config', 'dynamic.yaml');
  writeFileSync(dynamic, JSON.stringify(dynamicConfig));
  writeFileSync(join(folder, 'config', 'bench.yaml'), JSON.stringify(configOf(url, ports, dynamic)), { mode: 0o600 });
  const child = await startChild(join(home, 'run'), {
    name: 'temporal-postgres', program: join(programs, 'server'), args: ['--root', folder, '--config', 'config', '--env', 'bench', '--allow-no-auth', 'start'], log: join(home, 'logs', 'temporal-postgres.log'),
  });
  const address = `127.0.0.1:${ports[0]}`;
  await prepare(address);
  return {
    address,
    stop: async () => {
      await child.stop();
      for (const drop of dropped) await drop();
    },
  };
};
