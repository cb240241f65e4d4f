import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromiumTodo, findChromium } from './chromium.mjs';
import { readInstallation } from './installation.mjs';
import { brokersAnswer } from './kafka.mjs';
import { home } from './paths.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { answers, safetySettings } from './postgres.mjs';
import { onPath, run } from './run.mjs';
import { given } from './settings.mjs';
import { findTemporal, temporalTodo } from './temporal-binary.mjs';
import { serves } from './temporal.mjs';
import { findTestServer, testServerTodo } from './test-server.mjs';

/** @typedef {{ part: string, ok: boolean, found: string, todo: string }} Part `todo` is empty where nothing is to be done. */

/** @type {(part: string, ok: boolean, found: string, todo: string) => Part} */
const part = (name, ok, found, todo) => ({ part: name, ok, found, todo: ok ? '' : todo });

const node = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return part('Node', major > 20 || (major === 20 && minor >= 19), process.versions.node, 'Install Node 20.19 or later.');
};

const npm = async () => {
  const version = await run('npm', ['--version']).then((text) => text.trim(), () => '');
  return part('npm', version !== '', version || 'not on PATH', 'Install npm; it comes with Node.');
};

const postgres = async () => {
  const url = given().databaseUrl ?? readInstallation()?.databaseUrl;
  if (url && (await answers(url))) return [part('Postgres', true, `answers at ${new URL(url).host}`, ''), await safety(url)];
  if (given().databaseUrl) return [part('Postgres', false, `DATABASE_URL (${new URL(given().databaseUrl ?? '').host}) does not answer`, 'Start that server, correct DATABASE_URL, or unset it to use the one npm carries.')];
  const carried = postgresBinaries();
  return [part('Postgres', carried !== undefined, carried ? `${carried.version}, carried by npm; not running now` : 'none carried for this kind of machine', 'Run `npm start` (it installs it), or set DATABASE_URL to a Postgres 16 or later.')];
};

/** @type {(url: string) => Promise<Part>} */
const safety = async (url) => {
  const settings = await safetySettings(url);
  const wanted = ['data_checksums', 'fsync', 'synchronous_commit', 'full_page_writes'];
  const off = wanted.filter((name) => settings[name] === 'off' || settings[name] === 'local');
  return part('Postgres keeps what it answered', off.length === 0, wanted.map((name) => `${name}=${settings[name]}`).join(' '),
    `Switch ${off.join(', ')} on: a committed step could be lost or damaged unnoticed.${off.includes('data_checksums') ? ' Checksums: `pg_checksums --enable` while the server is stopped.' : ''}`);
};

const temporal = async () => {
  const address = given().temporalAddress ?? readInstallation()?.temporalAddress;
  if (address && (await serves(address))) return part('Temporal', true, `answers at ${address}`, '');
  if (given().temporalAddress) return part('Temporal', false, `TEMPORAL_ADDRESS (${address}) does not answer`, 'Start that server, correct TEMPORAL_ADDRESS, or unset it to use one of our own.');
  const program = findTemporal();
  return part('Temporal', program !== undefined, program ? `${program}; not running now` : 'no program `temporal`', temporalTodo);
};

/** Nothing is published, and nothing amiss, where no brokers are named. */
const kafka = async () => {
  const brokers = given().kafkaBrokers ?? readInstallation()?.kafkaBrokers;
  if (!brokers) return [];
  const answering = await brokersAnswer(brokers);
  return [part('Kafka', answering, `${brokers} ${answering ? 'answers' : 'does not answer'}`, given().kafkaBrokers ? 'Start those brokers, correct KAFKA_BROKERS, or unset it to publish nothing.' : 'Start again with `npm start -- --kafka`; events wait in the store meanwhile.')];
};

const disk = () => {
  mkdirSync(home(), { recursive: true });
  const { bavail, bsize } = statfsSync(home());
  const free = (bavail * bsize) / 2 ** 30;
  return part('Free disk', free >= 2, `${free.toFixed(1)} GiB`, `Free at least 2 GiB on the disk of ${home()}, or move the state with ANJUAN_HOME.`);
};

/** Every part, what was found, and what to do about it. The last three are for tests only. @returns {Promise<Part[]>} */
export const checkParts = async () => {
  const java = [onPath('java'), onPath('mvn')];
  const testServer = findTestServer();
  const chromium = findChromium();
  return [
    node(), await npm(), ...(await postgres()), await temporal(), ...(await kafka()), disk(),
    part('Java and Maven (tests)', java.every(Boolean), java.filter(Boolean).join(', ') || 'not on PATH', testServerTodo),
    part('Time-skipping Temporal (tests)', testServer !== undefined, testServer ? dirname(testServer) : 'not fetched yet', java.every(Boolean) ? 'Run `npm test`: it fetches it.' : testServerTodo),
    part('Chromium (tests)', chromium !== undefined && existsSync(chromium), chromium ?? 'not found', chromiumTodo),
  ];
};
