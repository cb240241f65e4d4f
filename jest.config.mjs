/** @type {(tsx: boolean) => [string, Record<string, unknown>]} */
const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      target: 'es2023',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** @type {import('jest').Config} */
export default {
  roots: ['libs', 'workflows', 'activities', 'apps', 'infra/local', 'test'].map((room) => `<rootDir>/${room}`),
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  modulePathIgnorePatterns: ['<rootDir>/apps/[^/]+/dist/', '<rootDir>/\\.anjuan/', '<rootDir>/\\.nx/'],
  testEnvironment: 'node',
  transform: { '\\.(ts|mjs)$': swc(false), '\\.tsx$': swc(true), '\\.sql$': '<rootDir>/test/support/sql-text.cjs' },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  testTimeout: 60_000,
};
