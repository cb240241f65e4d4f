import { writeFile } from 'node:fs/promises';
import { proveEvent } from '@anjuan/proof';
import type { ProofPlaces } from '../config';
import type { Terminal } from '../terminal';

export type ProofAsked = { readonly event: string; readonly out?: string; readonly sm3: boolean };

/** Writes the proof that one event is in the log, for a single disclosure: its entry, which holds hashes and no content. Needs the log's files and no database. */
export const proof = async ({ event, out }: ProofAsked, { proof: folder }: ProofPlaces, terminal: Terminal): Promise<number> => {
  const text = await proveEvent(folder, event);
  if (text === undefined) {
    terminal.say(`${folder} 的日志中没有 ${event}；用位置（7）、版本（clue-…@7）或事件编号指明，新事件一秒内封存\nthe log in ${folder} does not hold ${event}; name it by position (7), revision (clue-…@7) or id; a new one is sealed within a second`);
    return 1;
  }
  if (out === undefined) terminal.say(text.slice(0, -1)); // `say` ends the line
  else {
    await writeFile(out, text, { flag: 'wx' });
    terminal.say(`${out}；用 anjuan verify ${out} --trust 公钥文件 核对 / verify with anjuan verify ${out} --trust KEYS`);
  }
  return 0;
};
