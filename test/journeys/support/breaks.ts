import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@anjuan/local';
import { Client } from 'pg';

/** What an administrator of the server does to the database itself. */
const asOwner = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    for (const statement of statements) await session.query(statement);
  } finally {
    await session.end();
  }
};

/**
 * Things that really break, and are mended. `code` is what the server answers when a case is opened: 53100, a full disk,
 * is tried again; 42501, a missing right, no trying will mend.
 */
export const breaks = (url: string) => ({
  caseFails: (code: '53100' | '42501') => asOwner(url,
    `create or replace function no_case() returns trigger language plpgsql as $$ begin raise exception 'no case today' using errcode = '${code}'; end $$`,
    "create trigger no_case before insert on events for each row when (new.type = 'CaseOpened') execute function no_case()"),
  caseWorks: () => asOwner(url, 'drop trigger if exists no_case on events'),
  /** No row can be made of the stream: whoever follows it leaves it alone. */
  rowRefused: (stream: string) => asOwner(url, `alter table matters add constraint refused check (stream <> '${stream}' or revision < 2)`),
  rowTaken: () => asOwner(url, 'alter table matters drop constraint refused'),
  /** An event that no build of ours has written. */
  unreadable: (stream: string) => asOwner(url, `
    with last as (select * from events where stream = '${stream}' order by revision desc limit 1), next as (update head set position = position + 1 returning position)
    insert into events select next.position, stream, revision + 1, 'from elsewhere', 0, body, gen_random_uuid(), process, 'WrittenElsewhere', null, schema, correlation, occurred_at, recorded_at, '{}', envelope from last, next`),
  /** As a build does that reads it. */
  readable: (stream: string) => asOwner(url, `update events set type = 'NoteAdded', data = '{"text":"另一版本写入"}' where stream = '${stream}' and type = 'WrittenElsewhere'`),
});

/** The worker's workflows with a fault in those of clues, in a file of the folder. */
export const brokenWorkflows = (folder: string): string => {
  const sound = readFileSync(join(root, 'apps', 'worker', 'dist', 'workflows.js'), 'utf8');
  const broken = sound.replace('async function clue(', 'async function clue() { throw new TypeError("a fault of this build"); }\nasync function soundClue(');
  if (broken === sound) throw new Error('the bundle has no workflow named clue');
  const file = join(folder, 'broken-workflows.js');
  writeFileSync(file, broken);
  return file;
};
