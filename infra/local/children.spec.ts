import { commandOf, endStale, identify, isAlive, records, startChild } from '@anjuan/local';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const place = () => {
  const folder = mkdtempSync(join(tmpdir(), 'anjuan-children-'));
  return { folder, log: join(folder, 'log') };
};
const sleeper = (log: string) => ({ name: 'sleeper', program: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], log });
/** A launcher that is no more: a process that was real and has ended. */
const dead = () => ({ pid: spawnSync('true').pid, command: 'node infra/local/start.mjs', began: '1' });
const until = async (what: () => boolean) => {
  while (!what()) await new Promise((again) => setTimeout(again, 20));
};
/** One letter, Z for one that has ended and was not fetched. */
const stateOf = (pid: number) => /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
const orphan = (folder: string, change: object = {}) => {
  const file = join(folder, 'sleeper.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), launcher: dead(), ...change }));
};

describe('a child of the launcher', () => {
  it('is on record while it runs, and no longer', async () => {
    const { folder, log } = place();
    const child = await startChild(folder, sleeper(log));
    expect(records(folder)).toEqual([expect.objectContaining({ name: 'sleeper', pid: child.pid, command: commandOf(child.pid), launcher: identify(process.pid) })]);
    await child.stop();
    expect(records(folder)).toEqual([]);
    expect(commandOf(child.pid)).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  it('that will not stop when asked is ended by force', async () => {
    const { folder, log } = place();
    const stubborn = { ...sleeper(log), args: ['-e', 'process.on("SIGTERM", () => {}); console.log("here"); setInterval(() => {}, 1000)'], grace: 300 };
    const child = await startChild(folder, stubborn);
    await until(() => readFileSync(log, 'utf8').includes('here'));
    await child.stop();
    expect(await child.exited).toBe('signal SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('is ended by the next launcher when its own died, and the record with it', async () => {
    const { folder, log } = place();
    const child = await startChild(folder, sleeper(log));
    orphan(folder);
    const told: string[] = [];
    await endStale(folder, (text) => told.push(text));
    expect(told).toEqual([expect.stringContaining(`ended sleeper (pid ${child.pid})`)]);
    expect(await child.exited).toBe('signal SIGTERM');
    expect(records(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('is left alone while its launcher lives', async () => {
    const { folder, log } = place();
    const child = await startChild(folder, sleeper(log));
    await endStale(folder, () => {});
    expect(commandOf(child.pid)).toBeDefined();
    await child.stop();
    rmSync(folder, { recursive: true });
  });
});

describe('a stranger who got the pid of a dead child', () => {
  it.each([
    ['runs another command', { command: 'postgres -D somewhere' }],
    ['runs the same command but began at another time', { began: '1' }],
  ])('is left alone: it %s', async (_, change) => {
    const { folder, log } = place();
    const child = await startChild(folder, sleeper(log));
    orphan(folder, change);
    const told: string[] = [];
    await endStale(folder, (text) => told.push(text));
    expect(told).toEqual([]);
    expect(commandOf(child.pid)).toBeDefined();
    process.kill(child.pid);
    await child.exited;
    rmSync(folder, { recursive: true });
  });
});

describe('a process', () => {
  it('that has ended but was not fetched by its parent counts as gone', async () => {
    // The shell starts a child and turns into a program that fetches nobody.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    const pid = Number(await new Promise((told) => parent.stdout.once('data', (data) => told(String(data)))));
    await until(() => commandOf(pid) === 'sleep 60' && commandOf(Number(parent.pid)) === 'sleep 60');
    const identity = identify(pid);
    expect(isAlive(identity)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await until(() => stateOf(pid) === 'Z');
    expect(isAlive(identity)).toBe(false);
    parent.kill('SIGKILL');
  });
});
