import { needs, timeSkippingServer } from '@anjuan/test/support';
import { configOf } from './config';
import { timeSkippingClock } from './time-skipping-clock';

const env = { DATABASE_URL: 'postgres://anjuan:geheim@127.0.0.1:5439/anjuan', ANJUAN_KEY_FILE: '/key' };

describe('settings', () => {
  it('left out or empty are the same', () => {
    expect(configOf({ ...env, API_PORT: '', TEMPORAL_UI_URL: '', CRASH_AT: '' })).toEqual(configOf(env));
    expect(configOf(env)).toMatchObject({ API_PORT: 3900, LOG_LEVEL: 'info', ANJUAN_ORGAN: 'organ' });
  });

  it.each([['DATABASE_URL', ''], ['DATABASE_URL', 'mysql://anjuan:geheim@h/d'], ['API_PORT', '70000'], ['API_PORT', 'web'], ['ANJUAN_KEY_FILE', ''], ['TEMPORAL_ADDRESS', 'http://h'], ['TIME_SKIPPING_ADDRESS', 'h'], ['LOG_LEVEL', 'loud']])('%s=%s is named and never repeated', (name, value) => {
    expect(() => configOf({ ...env, [name]: value })).toThrow(name);
    expect(() => configOf({ ...env, [name]: value })).not.toThrow('geheim');
  });
});

needs('timeSkipping')('the clock of the time-skipping server', () => {
  it('is two hundred days on when the server is', async () => {
    const server = await timeSkippingServer();
    const clock = await timeSkippingClock(server.address);
    try {
      const before = Date.parse(await clock.now());
      await server.sleep('200 days');
      expect(Math.round((Date.parse(await clock.now()) - before) / 86_400_000)).toBe(200);
    } finally {
      await clock.close();
      await server.teardown();
    }
  });
});
