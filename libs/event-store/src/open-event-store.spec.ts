import { openEventStore } from './open-event-store';
import { openPool } from './postgres/pool';

describe('the choice of the event store', () => {
  const pool = openPool('postgres://nobody@127.0.0.1:1/nowhere', { max: 1 });
  afterAll(() => pool.end());

  it.each([
    ['Postgres where nothing is said', {}, 'ECONNREFUSED'],
    ['Postgres by its name, whatever else is set', { EVENT_STORE: 'postgres', KURRENTDB_URL: 'kurrentdb://127.0.0.1:1?tls=false' }, 'ECONNREFUSED'],
    ['KurrentDB by its name and address', { EVENT_STORE: 'kurrent', KURRENTDB_URL: 'kurrentdb://127.0.0.1:1?tls=false' }, 'UnavailableError'],
  ])('is %s', async (_, settings, away) => {
    const store = await openEventStore(settings, pool);
    await expect(store.head()).rejects.toThrow(away);
    await store.close();
  });

  it.each([
    [{ EVENT_STORE: 'kurrentdb' }, 'EVENT_STORE: found kurrentdb, expected postgres or kurrent'],
    [{ EVENT_STORE: 'kurrent' }, 'EVENT_STORE=kurrent needs KURRENTDB_URL'],
  ])('is refused as %j', async (settings, message) => {
    await expect(openEventStore(settings, pool)).rejects.toThrow(message);
  });
});
