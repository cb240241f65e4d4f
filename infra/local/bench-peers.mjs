import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, tools } from './paths.mjs';
import { isProgram, onPath, run } from './run.mjs';
import { during, say } from './say.mjs';

/**
 * Programs the bench measures us against, kept outside the clone: none of them is part of what we give away. `folder` is
 * there whole or not at all.
 * @typedef {{ what: string, parts: readonly string[], needs: readonly string[], folder: () => string, make: (fresh: string) => Promise<unknown>, env: (folder: string) => Record<string, string> }} Peer
 */

const temporal = 'v1.29.1';
const emmett = { '@event-driven-io/emmett': '0.42.0', '@event-driven-io/emmett-postgresql': '0.42.0', '@event-driven-io/pongo': '0.16.11', pg: '8.23.1' };
const flowable = ['pom.xml', 'Peer.java'].map((file) => join(root, 'test', 'bench', 'peers', 'flowable', file));

/** @type {(text: string) => string} */
const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** @type {() => string | undefined} */
const go = () => onPath('go') ?? ['/usr/local/go/bin/go'].find(isProgram);

/** @type {readonly Peer[]} */
const peers = [
  {
    what: 'Flowable 7.1, with its driver and pool (27 MB)', parts: ['transitions'], needs: ['java', 'javac', 'mvn'],
    folder: () => join(tools(), `flowable-${hash(flowable.map((file) => readFileSync(file, 'utf8')).join())}`),
    make: async (fresh) => {
      for (const file of flowable) copyFileSync(file, join(fresh, file.split(/[\\/]/).at(-1) ?? ''));
      await run('mvn', ['-q', '-B', 'compile', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], { cwd: fresh });
    },
    env: (folder) => ({ BENCH_FLOWABLE: [join(folder, 'target', 'classes'), join(folder, 'libs', '*')].join(delimiter) }),
  },
  {
    // Published without a licence, on purpose: it may be looked at here and goes nowhere else, so it is no dependency of ours.
    what: 'Emmett 0.42', parts: ['append'], needs: ['npm'],
    folder: () => join(tools(), `emmett-${hash(JSON.stringify(emmett))}`),
    make: async (fresh) => {
      writeFileSync(join(fresh, 'package.json'), JSON.stringify({ private: true, dependencies: emmett }));
      await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: fresh });
    },
    env: (folder) => ({ BENCH_EMMETT: folder }),
  },
  {
    what: `the Temporal server ${temporal} for Postgres, with Go (2 to 4 minutes, 180 MB)`, parts: ['starts'], needs: ['go'],
    folder: () => join(tools(), `temporal-server-${temporal}`),
    make: (fresh) => run(go() ?? 'go', ['install', `go.temporal.io/server/cmd/server@${temporal}`, `go.temporal.io/server/cmd/tools/sql@${temporal}`], { env: { ...process.env, GOBIN: fresh } }),
    env: (folder) => ({ BENCH_TEMPORAL_SERVER: folder }),
  },
];

/** @type {(peer: Peer) => Promise<Record<string, string>>} */
const got = async ({ what, needs, folder, make, env }) => {
  const place = folder();
  if (existsSync(place)) return env(place);
  const missing = needs.filter((program) => !(program === 'go' ? go() : onPath(program)));
  if (missing.length > 0) throw new Error(`${missing.join(' and ')} not on PATH`);
  const fresh = `${place}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    await during(`Getting ${what}, once`, () => make(fresh));
    renameSync(fresh, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return env(place);
};

/**
 * The settings that tell the bench where its peers are; one that cannot be had is left out and said.
 * @param {readonly string[]} asked parts of the bench; all of them when empty
 * @returns {Promise<Record<string, string>>}
 */
export const getPeers = async (asked) => {
  /** @type {Record<string, string>} */
  const env = {};
  for (const peer of peers) {
    if (asked.length > 0 && !asked.includes('store') && !peer.parts.some((part) => asked.includes(part))) continue;
    try {
      Object.assign(env, await got(peer));
    } catch (error) {
      say(`Missing: ${peer.what}. Its rows will say so.\n  ${error instanceof Error ? error.message : error}`);
    }
  }
  return env;
};
