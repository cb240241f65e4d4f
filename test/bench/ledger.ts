import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { postgresEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys, systemClock } from '@anjuan/handle';
import { importLedger, readLedger } from '@anjuan/ledger';
import { dryRuns, longCsv } from '../../libs/ledger/bench/dry-run';
import type { Bench } from './bench';
import { quiet } from './quiet';
import type { Reading } from './report';

const rows = 10_000;
const goals = { dryRun: 5_000, import: 1_000 };
/** The bench runs where the repository lies. */
const sample = join('libs', 'ledger', 'test', 'ledgers', 'tianjin-2023-2024');
const actor = { person: 'P-02', office: 'caseSupervisionOffice', post: 'handler' };

const perSecond = (name: string, seconds: number, goal?: number): Reading => {
  const value = rows / seconds;
  return { name, value, unit: 'rows/s', ...(goal !== undefined && { goal: { text: `≥ ${goal.toLocaleString('en')} rows/s`, met: value >= goal } }) };
};

/** Read and registered by a door of its own, as the command line does it, while followers and worker take in what comes; then once more, when all is there. */
const imports = async ({ pool, acknowledged }: Bench): Promise<readonly number[]> => {
  const store = postgresEventStore(pool);
  const door = createHandle({ store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(randomBytes(32).toString('hex')), organ: 'organ', cacheSize: 1_000 });
  const handle: typeof door.handle = async (command) => {
    const outcome = await door.handle(command);
    if (outcome.kind === 'done' && !outcome.repeated) acknowledged.add(outcome.receipt);
    return outcome;
  };
  const bytes = longCsv(sample, rows);
  const took: number[] = [];
  try {
    for (const expected of ['registered', 'alreadyThere'] as const) {
      const from = performance.now();
      const ledger = await readLedger(bytes, { today: '2026-01-15' });
      if ('unreadable' in ledger) throw new Error(ledger.unreadable.words.en);
      const imported = await importLedger(ledger, { door: { ...door, handle }, vouchedBy: actor.person, actor });
      took.push((performance.now() - from) / 1_000);
      if (imported[expected] !== rows) throw new Error(`expected ${rows} rows ${expected}, found ${imported[expected]}`);
    }
    return took;
  } finally {
    await store.close();
  }
};

export const ledgerPart = async (bench: Bench): Promise<readonly Reading[]> => {
  const { tell } = bench;
  tell(`ledger: ${rows} rows, first without registering them`);
  const dry = await dryRuns(sample, rows);
  tell('ledger: the same rows registered, and once more');
  const [first = NaN, again = NaN] = await imports(bench);
  await quiet(bench);
  return [
    ...dry.map(({ kind, seconds }) => perSecond(`dry run over ${rows} rows of ${kind}`, seconds, goals.dryRun)),
    perSecond(`import of ${rows} rows of csv, everything running`, first, goals.import),
    perSecond('the same ledger again: all there, nothing appended', again),
  ];
};
