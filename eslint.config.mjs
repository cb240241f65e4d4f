import tseslint from 'typescript-eslint';

/** Rooms and what may come in by their doors: the table of architecture.md §3. Relative imports stay within the room. */
const rooms = {
  'libs/lifecycle': ['zod'],
  'libs/calendar': ['@anjuan/lifecycle', 'zod'],
  'libs/domain': ['@anjuan/calendar', '@anjuan/lifecycle', 'zod'],
  'libs/handle': ['@anjuan/domain', '@anjuan/lifecycle', '@anjuan/event-store', 'lru-cache', 'node:crypto'],
  'libs/event-store': ['@kurrent/kurrentdb-client', 'pg', 'node:'],
  'libs/follow': ['@anjuan/event-store', 'pg', 'node:'],
  'libs/read-models': ['@anjuan/domain', '@anjuan/lifecycle', '@anjuan/follow', 'pg', 'pg-copy-streams', 'lru-cache', 'node:'],
  'libs/replay': ['@anjuan/derive', '@anjuan/domain', '@anjuan/lifecycle', '@anjuan/handle', '@anjuan/event-store', 'node:util'],
  'libs/ledger': ['@anjuan/domain', '@anjuan/lifecycle', '@anjuan/calendar', 'csv-parse', 'saxes', 'yauzl', 'node:'],
  'libs/proof': ['@anjuan/event-store', 'sm-crypto-v2', 'node:'],
  'libs/publish': ['@anjuan/derive', '@anjuan/event-store', '@anjuan/follow', '@anjuan/lifecycle', '@anjuan/proof', 'kafkajs', 'pg', 'node:'],
  'libs/derive': ['@anjuan/domain', '@anjuan/lifecycle', 'zod'],
  activities: ['@anjuan/domain', '@anjuan/lifecycle', '@anjuan/handle', '@anjuan/event-store', '@temporalio/activity', '@temporalio/common', 'node:'],
  workflows: ['@temporalio/workflow', 'async-mutex'],
};

/** Rooms whose types a workflow may name; their code must never get into its bundle. */
const typesForWorkflows = ['@anjuan/domain', '@anjuan/lifecycle', '@anjuan/activities'];

const pure = ['libs/lifecycle', 'libs/calendar', 'libs/domain'];

const words = (/** @type {string[]} */ packages) => packages.map((name) => (name.endsWith(':') ? name : `${name}(?:/|$)`)).join('|').replaceAll('.', '\\.');

const outside = 'This room may not import it: see the table of rooms in eslint.config.mjs.';

/** @param {string[]} allowed */
const onlyFrom = (allowed, { types = /** @type {string[]} */ ([]) } = {}) => /** @type {import('@typescript-eslint/utils').TSESLint.Linter.RuleEntry} */ ([
  'error',
  {
    patterns: [
      byPath,
      { regex: `^(?!\\.{1,2}(?:/|$))(?!(?:${words([...allowed, ...types])}))`, message: outside },
      ...(types.length > 0 ? [{ regex: `^(?:${words(types)})`, allowTypeImports: true, message: 'Only its types: write `import type`. Code of other rooms must not get into the workflow bundle.' }] : []),
    ],
  },
]);

/** Up and down again into another package's sources, instead of through its door. */
const byPath = { regex: '^(?:\\.\\.?/)+(?:[^./][^/]*/)+src(?:/|$)', message: 'Rooms are entered by their door, @anjuan/….' };

const anApp = { regex: '^@anjuan/(?:api|worker|follower|notary|console|cli)(?:/|$)', message: 'Nobody imports an app.' };

const syntax = {
  async: [
    { selector: ':function[async=true]', message: 'Nothing waits in a pure room: what waits is an activity.' },
    { selector: 'AwaitExpression', message: 'Nothing waits in a pure room: what waits is an activity.' },
    { selector: 'ForOfStatement[await=true]', message: 'Nothing waits in a pure room: what waits is an activity.' },
  ],
  now: [
    { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time arrives as an argument.' },
    { selector: "MemberExpression[object.name='Date'][computed=true]", message: 'Time arrives as an argument.' },
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time arrives as an argument.' },
    { selector: "CallExpression[callee.name='Date']", message: 'Time arrives as an argument.' },
    { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance arrives as an argument.' },
  ],
  env: [
    { selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Configuration is read once, in apps/*/src/main.ts or config.ts, and handed on.' },
    { selector: "MemberExpression[object.property.name='process'][property.name='env']", message: 'Configuration is read once, in apps/*/src/main.ts or config.ts, and handed on.' },
    { selector: "ImportDeclaration[source.value='node:process'], ImportDeclaration[source.value='process']", message: 'Configuration is read once, in apps/*/src/main.ts or config.ts, and handed on.' },
  ],
  dynamicImport: [
    { selector: 'ImportExpression', message: 'Import by name at the top: a dynamic import passes the fences between rooms.' },
  ],
};

/** Globals through which a pure room could learn the time, draw lots, wait or reach the world. */
const impure = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Promise', 'fetch', 'process', 'performance', 'crypto', 'Buffer'];

const specs = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.test-d.ts', 'libs/event-store/src/contract.ts', 'libs/event-store/src/contract/**'];

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.nx/', '.anjuan/', '**/coverage/'] },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'none' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-empty-object-type': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['apps/*/src/**/*.{ts,tsx}'],
    ignores: [...specs, 'apps/*/src/main.ts', 'apps/*/src/config.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax.env] },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [anApp, byPath] }] },
  },
  {
    // A journey wires the parts itself, on a clock that it moves, as an app does on the real one; apps have no door, so it takes them by path.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [anApp, { ...byPath, regex: byPath.regex.replace('^', '^(?!(?:\\.\\./)+apps/)') }] }] },
  },
  ...Object.entries(rooms).map(([room, allowed]) => /** @type {import('@typescript-eslint/utils').TSESLint.FlatConfig.Config} */ ({
    files: [`${room}/src/**/*.{ts,tsx}`],
    ignores: specs,
    rules: {
      '@typescript-eslint/no-restricted-imports': onlyFrom(allowed, { types: room === 'workflows' ? typesForWorkflows : [] }),
      'no-restricted-syntax': ['error', ...syntax.env, ...syntax.dynamicImport, ...(pure.includes(room) ? [...syntax.async, ...syntax.now] : [])],
      'no-restricted-globals': ['error', ...(pure.includes(room) ? impure : [])],
    },
  })),
);
