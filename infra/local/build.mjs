import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './paths.mjs';

/**
 * Only our own sources go into a bundle; what npm carries is loaded from node_modules at run time. Except where a package of ours has
 * a version of its own beside it: from apps/ that one is out of reach, so it goes in.
 * @type {import('esbuild').Plugin}
 */
const packagesStayOutside = {
  name: 'packages-stay-outside',
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) =>
      kind === 'entry-point' || path.startsWith('@anjuan/') || hasItsOwn(dirname(importer), path) ? undefined : { path, external: true });
  },
};

/** @type {(folder: string, path: string) => boolean} */
const hasItsOwn = (folder, path) => {
  if (relative(root, folder) === '' || relative(root, folder).startsWith('..')) return false;
  const name = path.split('/').slice(0, path.startsWith('@') ? 2 : 1).join('/');
  return existsSync(join(folder, 'node_modules', name)) || hasItsOwn(dirname(folder), path);
};

/** esbuild does not write the types of constructor parameters, by which Nest finds what to inject; swc does, as it does in the tests. @type {import('esbuild').Plugin} */
const decoratedClasses = {
  name: 'decorated-classes',
  setup: (build) => {
    build.onLoad({ filter: /\/apps\/[^/]+\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!/^\s*@[A-Z]\w*\(/m.test(source)) return undefined;
      const { transform } = await import('@swc/core');
      const { code } = await transform(source, {
        filename: path, sourceMaps: 'inline', swcrc: false,
        jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2022', keepClassNames: true },
        module: { type: 'es6' },
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/**
 * In one step, so that a program that is starting meanwhile has the whole of the old file or of the new: of an empty one it would make
 * nothing, without a word.
 * @type {(path: string, contents: string | Uint8Array) => void}
 */
const put = (path, contents) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
};

/** @param {string} entry @param {string} outfile */
export const bundle = async (entry, outfile) => {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    write: false,
    entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', sourcemap: true, logLevel: 'warning',
    banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
    plugins: [packagesStayOutside, decoratedClasses], loader: { '.sql': 'text' }, tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  for (const { path, contents } of outputFiles) put(path, contents);
};

/** What Temporal replays: one file, made ahead, the same for every worker. */
const bundleWorkflows = async () => {
  const workflowsPath = join(root, 'workflows', 'src', 'index.ts');
  if (!existsSync(workflowsPath)) return;
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  put(join(root, 'apps', 'worker', 'dist', 'workflows.js'), code);
};

/** @param {string} name of an app */
export const buildApp = async (name) => {
  const entry = join(root, 'apps', name, 'src', 'main.ts');
  if (!existsSync(entry)) return void process.stdout.write(`apps/${name} has no src/main.ts yet: nothing to build\n`);
  await bundle(entry, join(root, 'apps', name, 'dist', 'main.mjs'));
  // What it runs in a thread of its own is a file of its own beside it.
  const hand = join(root, 'apps', name, 'src', 'hand.ts');
  if (existsSync(hand)) await bundle(hand, join(root, 'apps', name, 'dist', 'hand.mjs'));
  if (name === 'worker') await bundleWorkflows();
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name] = process.argv.slice(2);
  if (!name) throw new Error('usage: node build.mjs NAME (of a folder in apps/)');
  await buildApp(name);
}
