import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unusable } from '@anjuan/proof';
import { readKeyRing } from './key-ring';
import { checkFiles, formatManifest, manifestFile, readManifest, type Manifest } from './manifest';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'anjuan-manifest-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = { path: 'events/000000000001.jsonl', bytes: 3, sha256: hash('sha256', 'abc', 'hex') };
const right: Manifest = { format: 'anjuan-backup/v1', at: '2026-03-02T01:00:00.000Z', build: '1', tables: {}, position: 3, log: null, keys: { installation: 'k', signing: null }, files: [file] };

/** Sealed anew, as whoever has the folder can do. */
const read = (over: object) => {
  writeFileSync(join(folder, manifestFile), formatManifest({ ...right, ...over }));
  return readManifest(folder);
};

it('a manifest names files below its folder and nowhere else, whoever wrote it', async () => {
  for (const path of ['events/1', 'a', 'a.b-c_d/e..f']) expect((await read({ files: [{ ...file, path }] })).files[0]!.path).toBe(path);
  for (const path of ['', '/etc/passwd', '..', '../keys.json', 'proof/../../keys.json', './a', 'a/./b', 'a//b', 'a/', '.hidden', 'a/.hidden', 'a\\b', 'a\nb', '案卷'])
    await expect(read({ files: [{ ...file, path }] })).rejects.toThrow(/manifest\.json is damaged/);
});

it.each<[what: string, over: object, field: string]>([
  ['a position below nothing', { position: -1 }, 'position'], ['a position that is no whole number', { position: 1.5 }, 'position'], ['a position beyond what is counted exactly', { position: 2 ** 53 }, 'position'], ['another format', { format: 'anjuan-backup/v2' }, 'format'],
  ['a hash in capitals', { files: [{ ...file, sha256: file.sha256.toUpperCase() }] }, 'sha256'], ['a length that is none', { files: [{ ...file, bytes: '3' }] }, 'bytes'], ['a day that never was', { at: '2026-02-30T00:00:00Z' }, 'at'],
  ['a word nobody knows', { more: 1 }, 'more'], ['a log without a root', { log: { origin: 'x', size: 1, position: 1 } }, 'log.root'],
])('a manifest with %s is refused, and the field named', async (_, over, field) => {
  const refused = await read(over).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Unusable);
  expect((refused as Unusable).message).toContain(field);
});

it('a manifest that is not as it was sealed is damaged: a digit changed, a line behind it, its seal gone', async () => {
  const text = formatManifest(right);
  for (const spoilt of [text.replace('"position": 3', '"position": 4'), `${text}\n`, text.slice(0, -66), text.slice(0, 40), '', text.replace(/.(?=\n$)/, (last) => (last === '0' ? '1' : '0'))]) {
    writeFileSync(join(folder, manifestFile), spoilt);
    await expect(readManifest(folder)).rejects.toThrow(Unusable);
  }
  await expect(readManifest(join(folder, 'none'))).rejects.toThrow('it is no backup, or one that was cut short');
});

it('a folder in the place of a file is a file that is missing', async () => {
  await expect(checkFiles(folder, { ...right, files: [{ ...file, path: '.' }] }, () => undefined)).rejects.toThrow('the backup lacks the file .');
});

it.each([
  ['an installation key that is none', { installation: 'x', signing: null }, 'must be 64 hexadecimal digits'],
  ['a signing key that is none', { installation: 'ab'.repeat(32), signing: 'x' }, 'DECODER'],
])('a file of keys with %s is refused by its name, and the key not told', (_, keys, why) => {
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ format: 'anjuan-keys/v1', witness: null, ...keys }));
  expect(() => readKeyRing(join(folder, 'keys.json'))).toThrow(Unusable);
  expect(() => readKeyRing(join(folder, 'keys.json'))).toThrow(why);
  expect(() => readKeyRing(join(folder, 'keys.json'))).toThrow(join(folder, 'keys.json'));
});
