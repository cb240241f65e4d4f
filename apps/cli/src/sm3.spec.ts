import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPool } from '@anjuan/event-store';
import { formatPolicy, logFiles, writeDurably } from '@anjuan/proof';
import { anjuan, checkpointIn, offices } from '../test/office';

const { at, office, working, keys, restore, started } = offices();

/** An office that keeps a second log, hashed with SM3 and signed with SM2, beside the first; nobody witnesses either. */
const twofold = async () => {
  const first = await office();
  const second = working(first.url, first.home, { sm3: true });
  for (const { folder, key } of [first, second]) await writeDurably(join(folder, logFiles.policy), formatPolicy(key, undefined));
  const seal = async () => {
    await first.seal();
    await second.seal(await second.store.readAll((await second.reached()).position, 10_000));
  };
  const trusted = (name: string, { folder }: { readonly folder: string }) => {
    writeFileSync(at(name), readFileSync(join(folder, logFiles.policy)));
    return at(name);
  };
  return { ...first, second, seal, trusted };
};

it('the second log is verified, bundled and proved like the first, and what was edited shows in both', async () => {
  const { second, write, seal, trusted, env, url, ...first } = await twofold();
  await write(300);
  await seal();
  const [own, others] = [trusted('sm3.txt', second), trusted('sha256.txt', first)];
  expect(await anjuan(['verify', '--database'], env)).toMatchObject({ code: 0, out: expect.stringMatching(new RegExp(`${first.key.name}，300[\\s\\S]*there is a second log`)) as string });
  expect(await anjuan(['verify', '--database', '--sm3', '--trust', own], env)).toMatchObject({ code: 0, out: expect.stringMatching(/log: anjuan\.local\/log\/\w+\/sm3，300/) as string });
  for (const words of [['bundle', 'log'], ['proof', '142']]) {
    const file = at(words[0]!);
    expect(await anjuan([...words, file, '--sm3'], env)).toMatchObject({ code: 0, err: '' });
    expect(await anjuan(['verify', file, '--trust', own], {})).toMatchObject({ code: 0, out: expect.stringContaining('/sm3，300') as string });
    expect(await anjuan(['verify', file, '--trust', others], {})).toMatchObject({ code: 1, out: expect.stringMatching(/no trusted key signed the checkpoint of \S+\/sm3/) as string });
  }
  const superuser = openPool(url, { max: 1 });
  await superuser.query(`set session_replication_role = replica; update events set data = '{"text":"other"}' where position = 142`);
  await superuser.end();
  for (const words of [[], ['--sm3']]) expect(await anjuan(['verify', '--database', ...words], env)).toMatchObject({ code: 1, out: expect.stringContaining('position 142 (a revision 142): body was edited') as string });
});

it('a file says itself of which log it is: --sm3 goes with the database', async () => {
  expect(await anjuan(['verify', 'case.anjuan', '--sm3'], {})).toMatchObject({ code: 2, err: expect.stringContaining('--sm3 goes with --database') as string });
});

it('both logs are backed up with their keys and restored; what was lost shows in both, and both are begun anew by one command', async () => {
  const { second, write, seal, backup, ...first } = await twofold();
  await write(90);
  await seal();
  expect(await backup('yesterday')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/log anjuan\S+: 90 .*；日志 log anjuan\S+\/sm3: 90 /) as string });
  expect(Object.keys(JSON.parse(readFileSync(keys(), 'utf8')) as object)).toEqual(['format', 'installation', 'signing', 'sm2', 'witness']);
  expect(await restore('yesterday', 'good')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/log size 90[\s\S]*\/sm3，90[\s\S]*log size 90/) as string });
  expect(checkpointIn(at('good', 'proof-sm3'))).toEqual(checkpointIn(second.folder));

  await write(10);
  await seal();
  const [seen, seenSm3] = [first.folder, second.folder].map((folder, i) => {
    writeFileSync(at(`kept-${i}`), readFileSync(join(folder, logFiles.checkpoint)));
    return ['--seen', at(`kept-${i}`)];
  }) as [string[], string[]];
  const told = await restore('yesterday', 'again', [...seen, ...seenSm3]);
  expect(told.code).toBe(1);
  expect(told.out.match(/positions 91–100 are lost/g)).toHaveLength(2);
  const env = { ANJUAN_HOME: at('again'), DATABASE_URL: await started(at('again')), ANJUAN_KEY_FILE: at('again', 'keys', 'installation.key') };
  const begun = await anjuan(['log', 'begin-anew', '--reason', '机房火灾', '--approved-by', '甲', '--approved-by', '乙'], env);
  expect(begun).toMatchObject({ code: 0, err: '' });
  for (const [name, words] of [[first.key.name, seen], [second.key.name, ['--sm3', ...seenSm3]]] as const) {
    expect(begun.out).toContain(`${name} is closed for ever; ${name}/2 is begun, with 91 leaves`);
    expect(await anjuan(['verify', '--database', ...words], env)).toMatchObject({ code: 0, out: expect.stringMatching(new RegExp(`log: ${name}/2，91[\\s\\S]*begun anew: ${name}/2`)) as string });
  }
  expect(await anjuan(['verify', '--database', ...seenSm3], env)).toMatchObject({ code: 2, out: expect.stringMatching(/kept-1.*it is of the other log, \S+\/sm3: hold it against that, with --database --sm3/) as string });
});

it('keys without the one of the second log do not restore a backup that has one', async () => {
  const { write, seal, backup } = await twofold();
  await write(3);
  await seal();
  await backup('monday');
  const { sm2, ...without } = JSON.parse(readFileSync(keys(), 'utf8')) as Record<string, string>;
  writeFileSync(keys(), JSON.stringify(without));
  expect(sm2).toContain('PRIVATE KEY');
  expect(await restore('monday', 'elsewhere')).toMatchObject({ code: 2, out: expect.stringMatching(/these are not the keys of this backup: expected .*\/sm3\+/) as string });
});
