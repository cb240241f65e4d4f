import { eventId, type EventDraft } from '@anjuan/event-store';
import type { Pool } from 'pg';

/** What every database does without us: the same columns, guards and rows, each committed on its own. */
export const layRaw = async (owner: Pool): Promise<void> => {
  await owner.query('create table if not exists raw (like events including all)');
  await owner.query('create sequence if not exists raw_position owned by raw.position');
  await owner.query(`alter table raw alter position set default nextval('raw_position')`);
  await owner.query('grant insert on raw to anjuan_app; grant usage on raw_position to anjuan_app');
};

const statement = {
  name: 'raw',
  text: `insert into raw (stream, revision, command, n, body, id, process, type, "row", schema, correlation, occurred_at, recorded_at, data, envelope)
         values ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
};

export const insertRaw = async (pool: Pool, stream: string, revision: number, command: string, body: string, draft: EventDraft): Promise<void> => {
  const { process, type, row, schema, correlation, occurredAt, recordedAt, data, ...envelope } = draft;
  const values = [stream, revision, command, body, eventId(stream, command, 0), process, type, row ?? null, schema, correlation, occurredAt, recordedAt, JSON.stringify(data), JSON.stringify(envelope)];
  await pool.query({ ...statement, values });
};
