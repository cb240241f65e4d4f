import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from '@anjuan/local';
import { formatCheckpoint, formatNote, formatProof, sha256 } from '@anjuan/proof';
import { verify, type VerifyAsked } from './commands/verify';
import { witness } from './commands/witness';
import { places } from './config';
import { terminal } from './terminal';

let home: string;
beforeEach(() => { home = mkdtempSync(join(tmpdir(), 'anjuan-verify-')); });
afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(home, name), text);
  return join(home, name);
};

/** What somebody reads who verifies with nothing but files. */
const verified = async (asked: Partial<VerifyAsked>) => {
  let out = '';
  const screen = { isTTY: true, write: (text: string) => (out += text) } as unknown as NodeJS.WriteStream;
  const code = await verify({ sm3: false, seen: [], json: false, ...asked }, undefined, places({}, undefined, home), terminal(screen));
  return { code, out };
};

const checkpoint = formatNote({ text: formatCheckpoint({ origin: 'anjuan.local/log/x', size: 1, root: sha256.emptyRoot }), signatures: [{ name: 'anjuan.local/log/x', id: '00000000', bytes: Buffer.alloc(64) }] });

it('whatever is wrong with a file that an auditor gives is said with its name, and nothing is called tampered with', async () => {
  const [bundle, wrong] = [file('case.anjuan', 'anjuan-bundle/v1\nscope log\npolicy 007\n'), file('wrong.txt', 'trust everybody\n')];
  for (const [asked, name, why] of [
    [{ bundle }, bundle, 'damaged at byte 38: policy: expected a number up to 1000000, found 007'],
    [{ bundle: home }, home, 'this is a folder: name a file in it'],
    [{ bundle, trust: wrong }, `--trust ${wrong}`, 'policy, line 1: expected log, witness, group or quorum, found trust'],
    [{ bundle, trust: home }, `--trust ${home}`, 'this is a folder: name a file in it'],
    [{ bundle, seen: [file('seen', checkpoint), wrong] }, `--seen ${wrong}`, 'a note has an empty line before its signatures'],
    [{ bundle, seen: [file('007', checkpoint.replace('\n1\n', '\n007\n'))] }, `--seen ${join(home, '007')}`, 'a checkpoint is three lines, origin, size and root'],
    [{ bundle, seen: [join(home, 'none')] }, `--seen ${join(home, 'none')}`, 'ENOENT'],
  ] as const) {
    const { code, out } = await verified(asked);
    const said = `无法核对 / cannot be verified: ${name}: `;
    expect([code, out.slice(0, said.length), out]).toEqual([2, said, expect.stringContaining(why)]);
  }
});

it('a witness that is told of its logs by a file that is no policy does not begin, and says which file and line', async () => {
  const logs = file('logs.txt', '# the office\nlog nobody\n');
  await expect(witness({ logs, port: 0 }, home, { takeLock }, terminal(process.stdout))).rejects.toThrow(`--logs ${logs}: policy, line 2: not a verifier key`);
  expect(readdirSync(home)).toEqual(['logs.txt']);
});

it('a hostile file cannot hide what is said of it behind words that steer the screen', async () => {
  const entry = Buffer.from('clue-event/v2\nid 完好 good: as it was sealed\u001b[8m\u009b8m\r\u0007\u007f\n');
  const { code, out } = await verified({ bundle: file('event.tlog-proof', formatProof({ entry, index: 0, proof: [], checkpoint })) });
  expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(out).toMatch(/as it was sealed\\u001b\[8m.*\\u009b8m\\u000d\\u0007\\u007f\n[\s\S]*tampered with\n$/);
  expect(code).toBe(1);
});
