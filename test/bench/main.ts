import { openPool } from '@anjuan/event-store';
import { Client, Connection } from '@temporalio/client';
import { acknowledged, judge } from './acknowledged';
import { appendPart } from './append';
import type { Bench } from './bench';
import { figuresPart } from './figures';
import { growthPart } from './growth';
import { ledgerPart } from './ledger';
import { machine } from './machine';
import { proofPart } from './proof';
import { quiet } from './quiet';
import { rebuildPart } from './rebuild';
import { replayPart } from './replay';
import { asJson, asTable, type Reading } from './report';
import { startsPart } from './starts';
import { stuckPart } from './stuck';
import { tailPart } from './tail';
import { timersPart } from './timers';
import { transitionsPart } from './transitions';

const store = { append: appendPart, transitions: transitionsPart, starts: startsPart, tail: tailPart, rebuild: rebuildPart, growth: growthPart, proof: proofPart } as const;
const parts = { ...store, temporal: timersPart, replay: replayPart, stuck: stuckPart, ledger: ledgerPart, figures: figuresPart } as const;
type PartName = keyof typeof parts;
const isPart = (name: string): name is PartName => Object.hasOwn(parts, name);
const named = (names: object): readonly PartName[] => Object.keys(names).filter(isPart);

const asked = process.argv.slice(2);
const json = asked.includes('--json');
const words = asked.filter((word) => word !== '--json');
const unknown = words.filter((word) => word !== 'store' && !isPart(word));
if (unknown.length > 0) {
  process.stderr.write(`no such part: ${unknown.join(', ')}. Parts are ${Object.keys(parts).join(', ')}; store is ${Object.keys(store).join(', ')}; all without one. --json prints lines.\n`);
  process.exit(2);
}
const chosen = words.length > 0 ? [...new Set(words.flatMap((word) => (word === 'store' ? named(store) : named({ [word]: true }))))] : named(parts);

const began = Date.now();
const tell = (text: string) => void process.stderr.write(`[${((Date.now() - began) / 1_000).toFixed(0).padStart(4)} s] ${text}\n`);
const out = (text: string) => void process.stdout.write(`${text}\n`);

const given = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not given: run \`npm run bench\``);
  return value;
};
const databaseUrl = given('DATABASE_URL');
const temporalAddress = given('TEMPORAL_ADDRESS');
const owner = openPool(databaseUrl, { max: 4 });
const pool = openPool(databaseUrl, { max: 20, role: 'anjuan_app' });
const connection = await Connection.connect({ address: temporalAddress });
const temporal = new Client({ connection });
const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const bench: Bench = { databaseUrl, temporalAddress, apiUrl: given('API_URL'), owner, pool, temporal, acknowledged: acknowledged(), seconds, rounds, home: given('ANJUAN_HOME'), tell };

const readings: Reading[] = [];
const here = await machine(owner, temporal);
tell(here);
for (const name of chosen) {
  const found = await parts[name](bench);
  if (json) found.forEach((reading) => out(asJson(reading)));
  readings.push(...found);
}

tell('is every acknowledged append in the read model exactly once?');
await quiet(bench);
const { receipts, events, wrong } = await judge(owner, bench.acknowledged);
const count: Reading = { name: 'acknowledged appends found in the read model exactly once', value: wrong.length === 0 ? receipts : 0, unit: `of ${receipts}`, goal: { text: 'all', met: wrong.length === 0 } };
readings.push(count);

if (json) {
  out(asJson(count));
  out(JSON.stringify({ name: 'machine', value: here, unit: '', against: null, ratio: null }));
} else out(`\n${asTable(readings)}\n\n${here}\n${rounds} alternating rounds of ${seconds} s each, median; followers and worker running; ${receipts} receipts, ${events} events.`);
const missed = readings.filter(({ goal }) => goal?.met === false);
if (missed.length > 0) tell(`goals missed: ${missed.map(({ name, goal }) => `${name} (${goal?.text})`).join('; ')}`);
if (wrong.length > 0) {
  process.stderr.write(`\n*** THIS RUN IS VOID: none of its numbers count. ***\n${wrong.map((what) => `*** ${what}\n`).join('')}\n`);
  process.exitCode = 1;
}

await connection.close();
await Promise.all([pool.end(), owner.end()]);
