import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLedger, takeOvers, type Ledger } from '@anjuan/ledger';
import type { Handle, Outcome } from '@anjuan/handle';

export const supervision = { person: '案管员01', office: 'caseSupervisionOffice', post: 'handler' };

export const sample = async (name: string): Promise<Ledger> => {
  const ledger = await readLedger(readFileSync(join(__dirname, 'ledgers', name)), { today: '2026-03-02' });
  if ('unreadable' in ledger) throw new Error(ledger.unreadable.reason);
  return ledger;
};

/** Sends what the ledger holds through the door, clues first, each case to the history of its first clue; says what became of each command. */
export const bringIn = async (door: Handle, { accepted, file }: Pick<Ledger, 'accepted' | 'file'>): Promise<readonly Outcome[]> => {
  const { clues, cases } = takeOvers(accepted, { file, vouchedBy: '案管员02', actor: supervision, door });
  const outcomes: Outcome[] = await Promise.all(clues.map(({ command }) => door.handle(command)));
  for (const taken of cases) {
    const [first] = taken.clues;
    const command = taken.command(await door.load(taken.stream));
    const correlation = first === undefined ? undefined : (await door.load(first))?.correlation;
    if (command) outcomes.push(await door.handle({ ...command, ...(correlation !== undefined && { correlation }) }));
  }
  return outcomes;
};
