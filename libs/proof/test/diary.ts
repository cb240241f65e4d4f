import { createSecretKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryEventStore, type EventDraft, type EventStore } from '@anjuan/event-store';
import { firstWitness, keyFile, kinds, logKey, newSm2Key, notary, sha256, signingKey, sm3, type Sealing } from '../src';

export const secret: KeyObject = createSecretKey(Buffer.alloc(32, 7));

const draft = (text: string): EventDraft => ({
  process: 'diary', type: 'LineWritten', row: 'write', schema: 1, table: 'a'.repeat(64), data: { text, more: { b: 1, a: ['二', 2] } }, sealed: ['k-1'], organ: 'organ',
  actor: { person: 'P-01', office: 'office', post: 'handler' }, approvals: [], basis: ['WR 1'], policy: 'policy-1', calendar: '2026', read: {},
  confidentiality: 'secret', occurredAt: '2026-03-02', recordedAt: '2026-03-02T01:00:00.000Z', correlation: 'history-1',
});

/** Writes lines into streams of a store, each a command of its own. */
export const writer = (store: EventStore) => {
  const lengths = new Map<string, number>();
  return async (stream: string, ...lines: string[]) => {
    const expected = lengths.get(stream) ?? 0;
    const [first, ...rest] = lines.map(draft);
    const answer = await store.append({ stream, expected, command: randomUUID(), body: '', events: [first!, ...rest] });
    if (answer.kind !== 'appended') throw new Error(answer.kind);
    lengths.set(stream, expected + lines.length);
  };
};

/** A folder that goes when the test has ended. */
export const folders = () => {
  const made: string[] = [];
  afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'anjuan-proof-'));
    made.push(folder);
    return folder;
  };
};

/** Both kinds of log: what its key is made with, and what it is hashed with. */
export const logs = [
  ['SHA-256 and Ed25519', undefined, sha256],
  ['SM3 and SM2', newSm2Key, sm3],
] as const;

/** A notary as its process wires it: log and key in two folders. */
export const office = (home: string, store: EventStore = memoryEventStore(), over: Partial<Sealing> = {}, make?: () => string) => {
  const folder = join(home, 'proof');
  const file = join(home, 'keys', 'signing.key');
  const key = logKey(keyFile(file, make));
  return { store, write: writer(store), folder, file, key, ...notary({ folder, key, witness: firstWitness(key, `${file}.signed`), secret, store, ...over }) };
};

/** Every event of its store, in order. */
export const everything = ({ store }: { readonly store: EventStore }) => store.readAll(0, 10_000);

/** Every file below the folder, by its path within it. */
export const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();

export const newWitnessKey = (name: string) => signingKey(name, kinds.cosignature, generateKeyPairSync('ed25519').privateKey);
