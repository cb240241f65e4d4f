import { once } from 'node:events';
import { join } from 'node:path';
import { formatVerifierKey, keyFile, kinds, nameOf, serveWitness, signingKey, witness as witnessOf } from '@anjuan/proof';
import { policyIn } from '../given-file';
import type { Terminal } from '../terminal';

export type WitnessAsked = { readonly logs: string; readonly folder?: string; readonly port: number };

/** Runs a witness until it is told to stop. Its key and what it has seen lie in its folder, which belongs on a machine that whoever runs the log does not. */
export const witness = async ({ logs, folder, port }: WitnessAsked, home: string, { takeLock }: Pick<typeof import('@anjuan/local'), 'takeLock'>, terminal: Terminal): Promise<number> => {
  const place = folder ?? join(home, 'witness');
  const known = (await policyIn(logs, '--logs ')).logs;
  if (known.length === 0) throw new Error(`${logs} 中没有 log 行 / has no log line: the witness would know nobody`);
  // Two on one folder could each sign, at the same moment, what the other has not heard of.
  const lock = takeLock(place);
  if (!lock.taken) throw new Error(`${place} 已有见证在运行（pid ${lock.pid}）：先停止，或用 --folder 另选目录 / a witness runs in ${place} (pid ${lock.pid}): stop it first, or choose another folder with --folder`);
  try {
    const own = keyFile(join(place, 'witness.key'));
    const key = signingKey(nameOf('witness', own), kinds.cosignature, own);
    const server = await serveWitness(witnessOf({ folder: join(place, 'seen'), key, logs: known, now: () => Math.floor(Date.now() / 1_000) }), port);
    const name = `w-${key.id}`;
    terminal.say(`见证 witness: ${server.url}，日志 logs: ${known.map((log) => log.name).join('，')}\n以下两行写入 ANJUAN_WITNESS_POLICY 所指的文件 / these lines go into the file of ANJUAN_WITNESS_POLICY:\nwitness ${name} ${formatVerifierKey(key)} ${server.url}\nquorum ${name}`);
    await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
    await server.stop();
    return 0;
  } finally {
    lock.release();
  }
};
