import { join } from 'node:path';
import { bytesOf } from './base64';
import { parseCheckpoint, parseSize } from './checkpoint';
import { formatOf } from './entry';
import { readIfThere } from './files';
import { findings as newFindings, Unusable, type Report } from './finding';
import { hashBytes, type Hash } from './hash';
import { BadNote, parseNote } from './note';
import { logFiles } from './notary';
import { hashingOf } from './origin';
import type { Policy } from './policy';
import { inclusionProof } from './prove';
import { tiles, tileWidth } from './tiles';
import { verifyInclusion } from './tree';
import { vouched } from './vouched';

/** That one event is in the log, shown to somebody who has nothing but the keys he trusts: c2sp.org/tlog-proof, with the entry as its extra data. */
export type EventProof = { readonly entry: Buffer; readonly index: number; readonly proof: readonly Hash[]; readonly checkpoint: string };

export const proofFormat = 'c2sp.org/tlog-proof@v1';

export const formatProof = ({ entry, index, proof, checkpoint }: EventProof): string =>
  `${proofFormat}\nextra ${entry.toString('base64')}\nindex ${index}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${checkpoint}`;

const longestProof = 63;

/** Throws `Unusable` with the line that is not as the format has it. */
export const parseProof = (text: string): EventProof => {
  const end = text.indexOf('\n\n');
  const [format, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  const refuse = (why: string): never => {
    throw new Unusable(`not a proof (${proofFormat}): ${why}`);
  };
  if (format !== proofFormat || end < 0) return refuse(`expected ${proofFormat}, its lines, an empty line and a checkpoint, found ${format?.slice(0, 60)}`);
  const [extra = '', index = '', ...hashes] = lines;
  const entry = extra.startsWith('extra ') ? bytesOf(extra.slice(6)) : undefined;
  if (!entry || !formatOf(entry)) return refuse('its extra line does not hold the entry of an event, which these need');
  const place = index.startsWith('index ') ? parseSize(index.slice(6)) : undefined;
  if (place === undefined) return refuse(`expected index NUMBER, found ${index.slice(0, 60)}`);
  if (hashes.length > longestProof) return refuse(`at most ${longestProof} hashes, found ${hashes.length}`);
  return { entry, index: place, proof: hashes.map((hash) => bytesOf(hash, hashBytes) ?? refuse(`not a hash: ${hash.slice(0, 60)}`)), checkpoint: text.slice(end + 2) };
};

/** By its position in the store, by `STREAM@REVISION`, or by its id: the latter two are looked for from the newest on. */
const indexOf = async (log: ReturnType<typeof tiles>, event: string, size: number): Promise<number | undefined> => {
  if (/^[1-9]\d*$/.test(event)) return log.indexOf(Number(event), size);
  const [stream, revision] = event.split('@');
  const lines = revision === undefined ? `\nid ${event}\n` : `\nstream ${stream}\nversion ${revision}\n`;
  for (let n = Math.floor((size - 1) / tileWidth); n >= 0; n -= 1) {
    const at = (await log.entries(n, size)).findIndex((entry) => entry.includes(lines));
    if (at >= 0) return n * tileWidth + at;
  }
  return undefined;
};

/** The proof of one event, under the cosigned checkpoint if that reaches so far. From the log's files alone; undefined when it is not among them. */
export const proveEvent = async (folder: string, event: string): Promise<string | undefined> => {
  for (const name of [logFiles.cosigned, logFiles.checkpoint]) {
    const checkpoint = (await readIfThere(join(folder, name)))?.toString();
    if (checkpoint === undefined) continue;
    const { origin, size } = parseCheckpoint(parseNote(checkpoint).text);
    const log = tiles(folder, hashingOf(origin));
    const index = await indexOf(log, event, size);
    if (index === undefined) continue;
    const entry = (await log.entries(Math.floor(index / tileWidth), size))[index % tileWidth]!; // it was found there
    return formatProof({ entry, index, proof: await inclusionProof(log.subtrees(size), index, size), checkpoint });
  }
  return undefined;
};

export type ProofReport = Report & { readonly index: number; readonly entry: string };

/** Verifies a proof with nothing but itself and whom one trusts; it brings no keys of its own, so without `trust` nobody stands behind it. */
export const verifyProof = (text: string, trust: Policy | undefined): ProofReport => {
  const findings = newFindings();
  const { entry, index, proof, checkpoint } = parseProof(text);
  const { origin, size, root } = headOf(checkpoint);
  const judged = trust && vouched(checkpoint, trust, 'checkpoint', findings);
  const hashing = hashingOf(origin);
  if (!verifyInclusion(hashing, hashing.leaf(entry), index, size, proof, root))
    findings.add({ kind: 'edited', index, zh: `第 ${index} 条不在检查点的树中：登记或证明被修改`, en: `leaf ${index} is not in the tree of the checkpoint: the entry or its proof was altered` });
  const doubt = !trust ? (['没有指明信任谁：用 --trust 指定自己保存的公钥', 'nobody is trusted: give the keys you keep with --trust'] as const) : judged?.quorum === false ? ([`没有达到见证要求（${trust.quorum.rule}）`, `not enough witnesses have signed (${trust.quorum.rule})`] as const) : undefined;
  return {
    origin, size, events: 1, index, entry: entry.toString('latin1'), cosigned: judged?.cosigned ?? [], witnessed: judged && judged.cosigned.length > 0 ? size : 0, begun: [], findings: findings.kept, found: findings.count(),
    doubts: doubt ? [{ kind: 'quorum', zh: doubt[0], en: doubt[1] }] : [],
  };
};

const headOf = (checkpoint: string) => {
  try {
    return parseCheckpoint(parseNote(checkpoint).text);
  } catch (error) {
    throw error instanceof BadNote ? new Unusable(error.message) : error;
  }
};
