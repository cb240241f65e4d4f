import { createHook } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, writeAllDurably, writeDurably } from '../src';
import { folders } from './diary';

const newFolder = folders();

/** What the disk is asked for, in order: flushing is called back, renaming is promised. */
const askedOfDisk = async (work: () => Promise<void>) => {
  const asked: string[] = [];
  const names: Readonly<Record<string, string>> = { FSREQCALLBACK: 'flush', FSREQPROMISE: 'rename' };
  const hook = createHook({ init: (_, type) => { if (names[type]) asked.push(names[type]); } }).enable();
  await work();
  hook.disable();
  return asked;
};

it('files are on disk before they take their names, and their names before anybody is told', async () => {
  const home = newFolder();
  expect(await askedOfDisk(() => writeDurably(join(home, 'a'), 'one'))).toEqual(['flush', 'rename', 'flush']);
  const files = new Map([['a', 'two'], ['b', 'three'], ['in/c', 'four']].map(([name, text]) => [join(home, name!), text!])); // pairs
  expect(await askedOfDisk(() => writeAllDurably(files))).toEqual(['flush', 'flush', 'flush', 'rename', 'rename', 'rename', 'flush', 'flush']);
  for (const [path, text] of files) expect(readFileSync(path, 'utf8')).toBe(text);
});

it('what is not there, or is a folder, is nothing; what cannot be read is told', async () => {
  const home = newFolder();
  await writeDurably(join(home, 'a'), 'one');
  expect(await readIfThere(join(home, 'a'))).toEqual(Buffer.from('one'));
  for (const path of [join(home, 'b'), home, join(home, 'a', 'b')]) expect(await readIfThere(path)).toBeUndefined();
  await expect(readIfThere(join(home, 'x'.repeat(300)))).rejects.toThrow('ENAMETOOLONG');
});
