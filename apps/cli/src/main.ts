import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crashAt } from '@anjuan/handle';
import { archive } from './commands/archive';
import { backup } from './commands/backup';
import { beginAnew } from './commands/begin-anew';
import { bundle } from './commands/bundle';
import { doctor } from './commands/doctor';
import { figures } from './commands/figures';
import { followers } from './commands/followers';
import { importFile } from './commands/import';
import { migrate } from './commands/migrate';
import { rebuild } from './commands/rebuild';
import { rebuildTopics } from './commands/rebuild-topics';
import { rebuildWorkflows } from './commands/rebuild-workflows';
import { proof } from './commands/proof';
import { replay } from './commands/replay';
import { restore } from './commands/restore';
import { stuck } from './commands/stuck';
import { unpark } from './commands/unpark';
import { verify } from './commands/verify';
import { witness } from './commands/witness';
import { placesOf } from './logs';
import { places } from './config';
import { reasonOf } from './reason';
import { terminal } from './terminal';
import { asked, help } from './usage';

// Not bundled: it finds the clone by where it lies itself.
const local = (await import(new URL('../../../infra/local/index.mjs', import.meta.url).href)) as typeof import('@anjuan/local');

const out = terminal(process.stdout);
const aside = terminal(process.stderr);

const buildOf = (root: string): string => (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

const run = async (): Promise<number> => {
  const what = asked(process.argv.slice(2));
  if (what.command === 'help') {
    process.stdout.write(help);
    return 0;
  }
  if (what.command === 'wrong') {
    process.stderr.write(`${what.why}\n\n全部用法见 anjuan --help\nanjuan --help tells all that can be asked\n`);
    return 2;
  }
  if (what.command === 'restore') {
    const home = resolve(what.into ?? local.home());
    const into = places(process.env, undefined, home);
    return restore(what, into, { home, local, schema: join(local.root, 'infra', 'postgres'), crash: crashAt(into.crashAt) }, out);
  }
  const where = places(process.env, local.readInstallation(), local.home());
  if (what.command === 'doctor') return doctor(where, local, out, what.json);
  if (what.command === 'import') return importFile(where, what, out, aside);
  if (what.command === 'verify') return verify(what, where.databaseUrl, placesOf(where, what.sm3), out);
  if (what.command === 'proof') return proof(what, placesOf(where, what.sm3), out);
  if (what.command === 'witness') return witness(what, local.home(), local, out);
  const url = where.databaseUrl;
  if (url === undefined) {
    process.stderr.write('不知道数据库在哪里：先运行 npm start，或设置 DATABASE_URL\nNo database is known: run npm start first, or set DATABASE_URL\n');
    return 1;
  }
  switch (what.command) {
    case 'figures':
      return figures(url, where.store, what, out, aside);
    case 'followers':
      return followers(url, where.store, out, what.json);
    case 'migrate':
      return migrate(url, join(local.root, 'infra', 'postgres'), out, what.json);
    case 'rebuild':
      return rebuild(url, where.store, what, new URL('hand.mjs', import.meta.url), out, aside);
    case 'rebuild topics':
      return rebuildTopics(url, out);
    case 'rebuild workflows':
      return rebuildWorkflows(url, out);
    case 'archive':
      return archive(url, what, where, out);
    case 'backup':
      return backup(url, what, where, { home: local.home(), build: buildOf(local.root), crash: crashAt(where.crashAt) }, out);
    case 'log begin-anew':
      return beginAnew(url, what, where, { home: local.home(), crash: crashAt(where.crashAt) }, out);
    case 'bundle':
      return bundle(url, what, placesOf(where, what.sm3), out);
    case 'replay':
      return replay(url, where.store, what, out);
    case 'stuck':
      return stuck(url, out, what.json);
    case 'unpark':
      return unpark(url, what.stream, out, what.json);
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`未完成 / not done: ${reasonOf(error)}\n`);
  process.exitCode = 1;
}
