import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { openPool } from '@anjuan/event-store';
import { root } from '@anjuan/local';
import { cosigner, logFiles, parseOpening, parsePolicy, parseVerifierKey, sha256, tiles, writeDurably } from '@anjuan/proof';
import { anjuan, checkpointIn, offices } from '../test/office';

const { at, office, working, restore, started } = offices();

const asked = ['log', 'begin-anew', '--reason', '机房火灾，恢复前一日备份', '--approved-by', '分管领导甲', '--approved-by', '审计乙'];

/** An office that restored yesterday's backup of 90 events while the witness had seen 100; two have been written since. */
const restored = async () => {
  const before = await office();
  await before.write(90);
  await before.seal();
  await before.backup('yesterday');
  await before.write(10);
  await before.seal();
  const kept = at('kept');
  writeFileSync(kept, readFileSync(join(before.folder, logFiles.cosigned)));
  expect(await restore('yesterday', 'again')).toMatchObject({ code: 1, out: expect.stringContaining('positions 91–100 are lost') as string });
  const url = await started(at('again'));
  const env = { ANJUAN_HOME: at('again'), DATABASE_URL: url, ANJUAN_KEY_FILE: at('again', 'keys', 'installation.key') };
  const now = working(url, at('again'));
  await now.write(2, 'new');
  return { before, kept, url, env, folder: at('again', 'proof'), store: now.store };
};

it('a log that lost leaves is begun anew by two persons, says so in its first leaf, and is signed by the witness once that knows the new name', async () => {
  const { before, kept, url, env, folder, store } = await restored();
  const { name: origin } = before.key;
  expect(await anjuan(asked, env)).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`${origin} is closed for ever; ${origin}/2 is begun, with 93 leaves`) as string });
  const [first] = await tiles(folder, sha256).entries(0, 93);
  expect(parseOpening(first!)).toMatchObject({ origin: `${origin}/2`, after: origin, kept: 90, reason: '机房火灾，恢复前一日备份', approvals: ['分管领导甲', '审计乙'], seen: readFileSync(kept, 'utf8') });

  // Who trusts the old name alone is told so; the witness signs when its keeper has added the line.
  const old = at('old.txt');
  writeFileSync(old, before.policy);
  expect(await anjuan(['verify', '--database', '--trust', old], env)).toMatchObject({ code: 1, out: expect.stringMatching(/no trusted key signed the checkpoint of \S+\/2; trusted are/) as string });
  const policy = readFileSync(join(folder, logFiles.policy), 'utf8');
  expect((await cosigner(folder, parsePolicy(policy).witnesses)()).map(({ message }) => message)).toEqual([expect.stringContaining(`does not know ${origin}/2`)]);
  before.known.push(parseVerifierKey(/^log (\S+)/.exec(policy)![1]!));
  expect(await cosigner(folder, parsePolicy(policy).witnesses)()).toEqual([]);
  const trust = at('trust.txt');
  writeFileSync(trust, policy);
  const good = await anjuan(['verify', '--database', '--trust', trust, '--seen', kept], env);
  expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/begun anew: \S+\/2[\s\S]*见过 seen 100 条，留存 kept 90 条；原因 reason: 机房火灾[\s\S]*good/) as string });

  // It goes on, is bundled, proved, backed up and restored like any other.
  const next = working(url, at('again'));
  await next.seal(await store.readAll((await next.reached()).position, 10));
  await next.write(3, 'more');
  await next.seal(await store.readAll((await next.reached()).position, 10));
  await cosigner(folder, parsePolicy(policy).witnesses)();
  const whole = at('log.anjuan');
  expect(await anjuan(['bundle', 'log', whole], env)).toMatchObject({ code: 0, err: '' });
  expect(await anjuan(['verify', whole, '--trust', trust], {})).toMatchObject({ code: 0, out: expect.stringContaining('begun anew') as string });
  expect(await anjuan(['verify', whole, '--trust', trust, '--seen', kept], {})).toMatchObject({ code: 2, out: expect.stringContaining('hold it against the log itself with --database') as string });
  expect(await anjuan(['proof', '95', at('95.tlog-proof')], env)).toMatchObject({ code: 0 });
  expect(await anjuan(['verify', at('95.tlog-proof'), '--trust', trust], {})).toMatchObject({ code: 0, out: expect.stringContaining('stream more') as string });
  expect(await anjuan(['backup', at('today'), '--keys', at('safe', 'keys.json')], env)).toMatchObject({ code: 0 });
  expect(await restore('today', 'third')).toMatchObject({ code: 0, out: expect.stringContaining('restored and verified to position 95, log size 96') as string });
  // And yesterday's is now of a log that was closed.
  expect(await restore('yesterday', 'fourth', ['--seen', join(folder, logFiles.checkpoint)])).toMatchObject({ code: 1, out: expect.stringMatching(/saw \S+\/2, and this backup is of/) as string });

  // What was left of the closed log cannot be rewritten on the way, nor can it be said that less was lost.
  const owner = openPool(url, { max: 1 });
  try {
    await owner.query(`update events set data = '{}' where position = 7`);
  } finally {
    await owner.end();
  }
  expect(await anjuan(['verify', '--database', '--trust', trust], env)).toMatchObject({ code: 1, out: expect.stringContaining('position 7') as string });
});

it('the history before cannot be rewritten on the occasion: the closed log\'s checkpoints still hold, and a loss that is made smaller is a fork', async () => {
  const { before, kept, url, env, folder } = await restored();
  const owner = openPool(url, { max: 1 });
  try {
    await owner.query(`update events set data = '{"text":"forged"}' where position = 7`);
  } finally {
    await owner.end();
  }
  // Whoever holds database, disk and keys writes the closed log anew as well; only what others kept of it he cannot.
  rmSync(join(folder, logFiles.seen));
  expect(await anjuan([...asked, '--seen', kept], env)).toMatchObject({ code: 0 });
  const trust = at('trust.txt');
  writeFileSync(trust, readFileSync(join(folder, logFiles.policy)));
  expect(await anjuan(['verify', '--database', '--trust', trust], env)).toMatchObject({ code: 1, out: expect.stringMatching(/the first 90 leaves of \S+ are not those of its checkpoint: the history before the log was begun anew was rewritten/) as string });

  await before.write(1);
  await before.seal();
  expect(await anjuan(['verify', '--database', '--trust', trust, '--seen', join(before.folder, logFiles.checkpoint)], env)).toMatchObject({ out: expect.stringMatching(/101 leaves of \S+ were signed, but \S+\/2 was begun as if only 100 had been seen/) as string });
});

it('a database that was put back alone, and written on since, has lost what its log still holds: kept is what stands where it was sealed', async () => {
  const { env, url, write, seal, folder } = await office();
  await write(5);
  await seal();
  const owner = openPool(url, { max: 1 });
  try {
    await owner.query('delete from events where position > 3; update head set position = 3');
    for (const written of [1, 4]) {
      // Fewer than were lost, and more.
      await write(written, `other-${written}`);
      expect(await anjuan(['verify', '--database'], env)).toMatchObject({ code: 1 });
    }
  } finally {
    await owner.end();
  }
  expect(await anjuan(asked, env)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('/2 is begun, with 9 leaves') as string });
  const [first] = await tiles(folder, sha256).entries(0, 9);
  expect(parseOpening(first!)).toMatchObject({ kept: 3 });
});

it('nothing is begun anew without a loss, a reason and two persons', async () => {
  const { env, write, seal, folder, key } = await office();
  await write(3);
  await seal();
  expect(await anjuan(asked, env)).toMatchObject({ code: 1, err: expect.stringContaining('nothing shows a loss') as string });
  for (const words of [asked.slice(0, 4), asked.slice(0, 6), [...asked.slice(0, 6), '--approved-by', '分管领导甲'], [...asked, '--approved-by', 'c'], ['log'], ['log', 'end'], ['log', 'begin-anew', ...asked.slice(4)]])
    expect((await anjuan(words, env)).code).toBe(2);
  expect(checkpointIn(folder)).toMatchObject({ origin: key.name, size: 3 });
});

it('cut short anywhere it is finished by running it again, and the old name signs no more', async () => {
  const { env, folder, url, before } = await restored();
  await promisify(execFile)('cp', ['-r', at('again', 'proof'), at('proof.saved')], { cwd: root });
  await promisify(execFile)('cp', ['-r', at('again', 'keys'), at('keys.saved')], { cwd: root });
  const old = working(url, at('again'));
  for (const point of ['beginAnew.afterSigner', 'beginAnew.halfSwitched', 'beginAnew.afterSwitch']) {
    for (const place of ['proof', 'keys', 'proof.anew']) rmSync(at('again', place), { recursive: true, force: true });
    for (const place of ['proof', 'keys']) await promisify(execFile)('cp', ['-r', at(`${place}.saved`), at('again', place)]);
    expect(await anjuan(asked, { ...env, CRASH_AT: point })).toMatchObject({ code: 'SIGKILL' });
    await expect(old.seal(await old.store.readAll(90, 10))).rejects.toThrow(`this key signs for ${before.key.name}/2 now`);
    expect(await anjuan(asked, env)).toMatchObject({ code: 0, err: '' });
    expect(checkpointIn(folder)).toMatchObject({ origin: `${before.key.name}/2`, size: 93 });
    expect(existsSync(`${folder}.anew`)).toBe(false);
    await writeDurably(at('trust.txt'), readFileSync(join(folder, logFiles.policy)));
    expect((await anjuan(['verify', '--database', '--trust', at('trust.txt')], env)).code).toBe(3); // no witness has signed it yet
  }
});
