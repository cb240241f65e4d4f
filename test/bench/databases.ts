import { join } from 'node:path';
import { migrate, openPool } from '@anjuan/event-store';
import type { Pool } from 'pg';

export const urlOf = (databaseUrl: string, name: string): string => Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).href;

/** An empty database on the same server, dropped again by `drop`. */
export const ownDatabase = async (owner: Pool, databaseUrl: string, name: string) => {
  await owner.query(`create database ${name}`);
  return { url: urlOf(databaseUrl, name), drop: () => owner.query(`drop database ${name} with (force)`) };
};

/** The same with our schema in it. */
export const ownSchema = async (owner: Pool, databaseUrl: string, name: string) => {
  const database = await ownDatabase(owner, databaseUrl, name);
  const laying = openPool(database.url, { max: 1 });
  await migrate(laying, join(process.cwd(), 'infra', 'postgres'));
  await laying.end();
  return database;
};
