import { root } from '@anjuan/local';
import { ESLint, type Linter } from 'eslint';
import rules from '../../eslint.config.mjs';

/** Given as an object: jest's sandbox cannot load a configuration file by itself. The two packages' types of it differ in exactness only. */
const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: rules as Linter.Config[] });

const complaints = async (file: string, code: string) => {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId}: ${message}`);
};

const imports = (from: string) => `import { thing } from '${from}';\nexport const used = thing;\n`;
const importsType = (from: string) => `import type { Thing } from '${from}';\nexport type Used = Thing;\n`;

describe('the fence between rooms', () => {
  it.each([
    ['libs/lifecycle/src/x.ts', imports('@anjuan/domain')],
    ['libs/lifecycle/src/x.ts', imports('zod-to-json-schema')],
    ['libs/calendar/src/x.ts', imports('@anjuan/domain')],
    ['libs/domain/src/clue/x.ts', imports('pg')],
    ['libs/domain/src/clue/x.ts', imports('node:crypto')],
    ['libs/domain/src/clue/x.ts', imports('../../../event-store/src/port')],
    ['libs/domain/src/clue/x.ts', imports('@anjuan/event-store')],
    ['libs/domain/src/clue/x.ts', importsType('@anjuan/event-store')],
    ['libs/handle/src/x.ts', imports('pg')],
    ['libs/handle/src/x.ts', imports('node:fs')],
    ['libs/event-store/src/postgres/x.ts', imports('@anjuan/domain')],
    ['libs/follow/src/x.ts', imports('@anjuan/handle')],
    ['libs/read-models/src/x.ts', imports('@anjuan/handle')],
    ['libs/derive/src/x.ts', imports('@anjuan/read-models')],
    ['activities/src/x.ts', imports('pg')],
    ['workflows/src/x.ts', imports('@anjuan/domain')],
    ['workflows/src/x.ts', imports('zod')],
    ['workflows/src/x.ts', importsType('@anjuan/handle')],
    ['apps/api/src/x.ts', imports('@anjuan/worker')],
    ['libs/domain/src/x.spec.ts', imports('@anjuan/api')],
    ['libs/handle/src/x.spec.ts', imports('../../../apps/api/src/create-api')],
    ['apps/worker/src/x.ts', imports('../../api/src/create-api')],
    ['test/journeys/x.ts', imports('../../libs/domain/src/index')],
    ['apps/api/src/x.ts', imports('../../../libs/domain/src/index')],
  ])('%s may not say: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([expect.stringContaining('no-restricted-imports')]);
  });

  it.each([
    ['libs/domain/src/clue/x.ts', imports('@anjuan/lifecycle')],
    ['libs/domain/src/clue/x.ts', imports('zod')],
    ['libs/domain/src/clue/x.ts', imports('../words')],
    ['libs/domain/src/clue/x.spec.ts', imports('fast-check')],
    ['libs/handle/src/x.ts', imports('node:crypto')],
    ['libs/handle/src/x.ts', imports('@anjuan/event-store')],
    ['libs/read-models/src/x.ts', imports('pg')],
    ['workflows/src/x.ts', imports('@temporalio/workflow')],
    ['workflows/src/x.ts', imports('./lifecycle')],
    ['workflows/src/x.ts', importsType('@anjuan/domain')],
    ['workflows/src/x.ts', importsType('@anjuan/activities')],
    ['apps/api/src/x.ts', imports('@anjuan/handle')],
    ['apps/api/src/main.ts', 'export const port = process.env.API_PORT;\n'],
    ['apps/api/src/config.ts', 'export const port = process.env.API_PORT;\n'],
    ['test/journeys/support/x.ts', imports('../../../apps/api/src/create-api')],
    ['libs/event-store/src/contract/x.ts', imports('fast-check')],
    ['libs/event-store/bench/x.ts', imports('../src/index')],
  ])('%s may say: %s', async (file, code) => {
    expect(await complaints(file, code)).toEqual([]);
  });
});

describe('a pure room', () => {
  it.each([
    'export const x = async () => 1;',
    'export async function x() { return 1; }',
    'export class X { async y() { return 1; } }',
    'export const x = () => Promise.resolve(1);',
    'export const x = () => Date.now();',
    'export const x = () => new Date();',
    'export const x = () => Math.random();',
    'export const x = () => import("zod");',
    'export const x = () => process.pid;',
    'export const x = () => crypto.randomUUID();',
  ])('may not say: %s', async (code) => {
    for (const room of ['lifecycle', 'calendar', 'domain']) expect(await complaints(`libs/${room}/src/x.ts`, `${code}\n`)).toEqual([expect.stringContaining('no-restricted')]);
  });

  it('may turn an instant it was given into a date', async () => {
    expect(await complaints('libs/domain/src/x.ts', 'export const x = (now: string) => new Date(now);\n')).toEqual([]);
  });
});

describe('configuration', () => {
  it.each(['apps/api/src/http/x.ts', 'libs/handle/src/x.ts', 'workflows/src/x.ts', 'activities/src/x.ts'])('is not read in %s', async (file) => {
    expect(await complaints(file, 'export const port = process.env.PORT;\n')).toEqual([expect.stringContaining('no-restricted-syntax')]);
  });
});
