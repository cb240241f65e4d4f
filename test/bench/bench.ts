import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Acknowledged } from './acknowledged';

/** What every part of the bench stands on: a whole installation, running. */
export type Bench = {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly apiUrl: string;
  readonly owner: Pool;
  /** The pool of twenty that appends and raw commits share. */
  readonly pool: Pool;
  readonly temporal: Client;
  readonly acknowledged: Acknowledged;
  /** Length of one turn, in seconds, and how many turns each contestant has. */
  readonly seconds: number;
  readonly rounds: number;
  /** Where the installation keeps the records of its processes. */
  readonly home: string;
  readonly tell: (text: string) => void;
};

export const connections = 20;
