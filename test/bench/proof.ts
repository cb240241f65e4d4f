import { createSecretKey, randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { StoredEvent } from '@anjuan/event-store';
import { exitCode, firstWitness, formatPolicy, keyFile, logFiles, logKey, newSm2Key, notary, parsePolicy, piecesOf, verifyBundle, verifyStore, wholeLog, writeBundle, writeDurably } from '@anjuan/proof';
import type { Bench } from './bench';
import { median } from './measure';
import type { Reading } from './report';

const events = 200_000;
const streams = 20_000;
const batch = 10_000;

/** As a clue's registration is, 1.2 KB of content. */
const eventAt = (i: number): StoredEvent => ({
  id: randomUUID(), stream: `clue-${String(i % streams).padStart(26, 'a')}`, revision: Math.floor(i / streams) + 1, position: i + 1, command: randomUUID(), n: 0, body: 'b'.repeat(64),
  process: 'clue', type: 'NoteAdded', row: 'addNote', schema: 1, table: 'a'.repeat(64), data: { asked: { text: '已电话联系举报人，约定本周内补充材料；'.repeat(12) } }, sealed: [], organ: 'organ',
  actor: { person: 'P-03', office: 'investigationOffice1', post: 'handler' }, approvals: [], basis: ['WR 38', 'IR 210'], policy: '2026-1', calendar: '2026', read: {}, confidentiality: 'secret',
  occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:00:00.000Z', correlation: `history-${i % streams}`,
});

const rate = (from: number) => events / ((performance.now() - from) / 1_000);

const all = (): readonly StoredEvent[] => Array.from({ length: events }, (_, i) => eventAt(i));

/** What a log with a key made so seals, and looks at all of it again, in events a second: from a bundle, and from a store in memory. */
const ratesOf = async (stored: readonly StoredEvent[], rounds: number, tell: Bench['tell'], makeKey?: () => string) => {
  const home = mkdtempSync(join(tmpdir(), 'anjuan-bench-proof-'));
  try {
    const folder = join(home, 'proof');
    const secret = createSecretKey(Buffer.alloc(32, 7));
    const key = logKey(keyFile(join(home, 'signing.key'), makeKey));
    const store = { read: async () => ({ events: [], commands: [] }), readAll: async (after: number, limit: number) => stored.slice(Math.max(0, after), Math.max(0, after) + limit) };
    const policy = parsePolicy(formatPolicy(key, undefined));
    await writeDurably(join(folder, logFiles.policy), formatPolicy(key, undefined));
    const { seal } = notary({ folder, key, witness: firstWitness(key, join(home, 'signed')), secret, store });

    tell(`proof: sealing ${events} events into ${key.name}`);
    const began = performance.now();
    for (let at = 0; at < events; at += batch) await seal(stored.slice(at, at + batch));
    const sealed = rate(began);

    const file = join(home, 'log.anjuan');
    const out = createWriteStream(file);
    await writeBundle({ folder, secret, scope: wholeLog, events: stored, write: async (part) => { if (!out.write(part)) await once(out, 'drain'); } }, events);
    await finished(out.end());

    const bundled: number[] = [];
    const online: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      let from = performance.now();
      if (exitCode(await verifyBundle(piecesOf(file), policy)) !== 0) throw new Error('the bundle of the bench does not verify');
      bundled.push(rate(from));
      from = performance.now();
      if (exitCode(await verifyStore({ store, folder, secret, policy, seen: [], now: Date.parse('2026-03-02T01:00:01.000Z') })) !== 0) throw new Error('the store of the bench does not verify');
      online.push(rate(from));
      tell(`  round ${round} of ${rounds}: bundle ${Math.round(bundled.at(-1)!)}/s, store ${Math.round(online.at(-1)!)}/s`);
    }
    return { sealed, bundled: median(bundled), online: median(online) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

/** One process, one core: what sealing, and looking at all of it again, costs an event; in the second log, with SM3 and SM2, as well. */
export const proofPart = async ({ rounds, tell }: Pick<Bench, 'rounds' | 'tell'>): Promise<readonly Reading[]> => {
  const stored = all();
  const first = await ratesOf(stored, rounds, tell);
  const second = await ratesOf(stored, rounds, tell, newSm2Key);
  return [
    { name: 'proof: re-hash and verify a whole log (bodies, entries, chains, tree)', value: first.bundled, unit: 'events/s', goal: { text: '≥ 200,000', met: first.bundled >= 200_000 } },
    { name: 'proof: hold events in memory against the log, canonical form and all', value: first.online, unit: 'events/s' },
    { name: 'proof: seal, in batches of 10,000, on disk', value: first.sealed, unit: 'events/s' },
    { name: 'proof with SM3 and SM2: re-hash and verify a whole log', value: second.bundled, unit: 'events/s' },
    { name: 'proof with SM3 and SM2: hold events in memory against the log', value: second.online, unit: 'events/s' },
    { name: 'proof with SM3 and SM2: seal, in batches of 10,000, on disk', value: second.sealed, unit: 'events/s' },
  ];
};
