import { freePort, root } from '@anjuan/local';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock.mjs';

/** Runs the launcher as far as it comes; only for what it refuses before it starts anything. */
const launch = (home: string, env: Record<string, string>, ...words: string[]) =>
  new Promise<{ code: number | null; said: string }>((done) => {
    const child = spawn(process.execPath, [join(root, 'infra/local/start.mjs'), ...words], { env: { ...process.env, ANJUAN_HOME: home, ...env } });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.on('close', (code) => done({ code, said }));
  });

describe('npm start', () => {
  const home = mkdtempSync(join(tmpdir(), 'anjuan-home-'));
  afterAll(() => rmSync(home, { recursive: true }));

  it('names the port that is taken and the setting that moves it', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    const { code, said } = await launch(home, { ANJUAN_PORT: String(port) });
    expect(said).toContain(`Port ${port}, wanted for the console, is taken by another program.`);
    expect(said).toContain('ANJUAN_PORT=');
    expect(code).toBe(1);
    squatter.close();
  });

  it('asks for the ports of a broker where one is wanted, and for no word it does not know', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    const env = { ANJUAN_PORT: String(await freePort()), ANJUAN_PG_PORT: String(await freePort()), ANJUAN_KAFKA_PORT: String(await freePort()), ANJUAN_KAFKA_CONTROLLER_PORT: String(port) };
    const { code, said } = await launch(home, env, '--kafka');
    expect(said).toContain(`Port ${port}, wanted for Kafka's controller, is taken by another program.`);
    expect(said).toContain('ANJUAN_KAFKA_CONTROLLER_PORT=');
    expect(code).toBe(1);
    squatter.close();
    expect(await launch(home, env, '--kafak')).toEqual({ code: 1, said: expect.stringContaining('--kafak') });
  });

  it('refuses a setting that is no port', async () => {
    expect(await launch(home, { ANJUAN_PG_PORT: '70000' })).toEqual({ code: 1, said: expect.stringContaining('ANJUAN_PG_PORT=70000 is not a port') });
  });

  it('does not start twice on one home, and starts again once the first is gone', async () => {
    const lock = takeLock(join(home, 'run'));
    expect(await launch(home, {})).toEqual({ code: 1, said: expect.stringContaining(`already running from ${home} (pid ${process.pid})`) });
    if (!lock.taken) throw new Error('the home was new');
    lock.release();
    const next = takeLock(join(home, 'run'));
    expect(next.taken).toBe(true);
    if (next.taken) next.release();
  });
});
