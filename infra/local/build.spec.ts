import { execFile } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { root } from './paths.mjs';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'anjuan-build-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In a process of its own, as the launcher and the tests build. */
const bundled = async (text: string) => {
  const [entry, outfile] = [join(folder, 'entry.ts'), join(folder, 'main.mjs')];
  writeFileSync(entry, text);
  await run(process.execPath, ['--input-type=module', '-e', `const { bundle } = await import(${JSON.stringify(pathToFileURL(join(root, 'infra', 'local', 'build.mjs')).href)}); await bundle(${JSON.stringify(entry)}, ${JSON.stringify(outfile)});`], { cwd: root });
  return outfile;
};

test('a program that is being started while it is built again has the whole of the file it opened, never half of one', async () => {
  const outfile = await bundled(`console.log('the old one');`);
  const opened = openSync(outfile, 'r');
  await bundled(`console.log('the new one');`);
  expect(readFileSync(opened, 'utf8')).toContain('the old one');
  closeSync(opened);
  expect((await run(process.execPath, [outfile])).stdout).toBe('the new one\n');
  expect(readdirSync(folder).sort()).toEqual(['entry.ts', 'main.mjs', 'main.mjs.map']);
});
