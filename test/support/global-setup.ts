import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endStale, freePort, type Postgres, root, startPostgres } from '@anjuan/local';
import { Client } from 'pg';
import { runRecords } from './run-folder';

declare global {
  var anjuanTestPostgres: Postgres | undefined;
}

/** One Postgres for the whole run, with the schema laid once in a database that every test file copies. */
export default async () => {
  await endStale(runRecords(), (text) => process.stderr.write(`${text}\n`));
  const folder = mkdtempSync(join(tmpdir(), 'anjuan-test-'));
  const postgres = await startPostgres({
    dir: join(folder, 'postgres'), port: await freePort(), log: join(folder, 'postgres.log'),
    run: runRecords(), name: `postgres-${process.pid}`, database: `template_${randomBytes(4).toString('hex')}`,
  });
  globalThis.anjuanTestPostgres = postgres;
  await layTemplate(postgres.url);
  process.env.ANJUAN_TEST_RUN = folder;
  process.env.ANJUAN_TEST_TEMPLATE = postgres.url;
};

const layTemplate = async (url: string) => {
  const folder = join(root, 'infra', 'postgres');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.sql')).sort() : [];
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    for (const file of files)
      await session.query(readFileSync(join(folder, file), 'utf8')).catch((error: Error) => {
        throw new Error(`infra/postgres/${file}: ${error.message}`, { cause: error });
      });
  } finally {
    await session.end();
  }
};
