import { configOf } from './config';

const env = { DATABASE_URL: 'postgres://anjuan:geheim@127.0.0.1:5439/anjuan', ANJUAN_KEY_FILE: '/key' };

describe('settings', () => {
  it('left out or empty are the same', () => {
    expect(configOf({ ...env, API_PORT: '', TEMPORAL_UI_URL: '', CRASH_AT: '' })).toEqual(configOf(env));
    expect(configOf(env)).toMatchObject({ API_PORT: 3900, LOG_LEVEL: 'info', ANJUAN_ORGAN: 'organ' });
  });

  it.each([['DATABASE_URL', ''], ['DATABASE_URL', 'mysql://anjuan:geheim@h/d'], ['API_PORT', '70000'], ['API_PORT', 'web'], ['ANJUAN_KEY_FILE', ''], ['TEMPORAL_ADDRESS', 'http://h'], ['LOG_LEVEL', 'loud']])('%s=%s is named and never repeated', (name, value) => {
    expect(() => configOf({ ...env, [name]: value })).toThrow(name);
    expect(() => configOf({ ...env, [name]: value })).not.toThrow('geheim');
  });
});
