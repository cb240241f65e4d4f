import { randomBytes } from 'node:crypto';
import { needs } from '../../../../test/support';
import { eventStoreContract } from '../contract';
import { append, everything } from '../contract/given';
import { kurrentEventStore } from './kurrent-event-store';

const url = process.env.KURRENTDB_URL ?? '';

/** A store of its own on a server that is never emptied. */
const ownPrefix = () => `contract_${randomBytes(8).toString('hex')}`;

needs('kurrentdb')('on a real server', () => {
  eventStoreContract('KurrentDB', async () => {
    const prefix = ownPrefix();
    const [store, peer] = await Promise.all([kurrentEventStore(url, prefix), kurrentEventStore(url, prefix)]);
    return { store, peer, close: async () => void (await Promise.all([store.close(), peer.close()])) };
  });

  it('two installations on one server do not meet', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => kurrentEventStore(url, ownPrefix())));
    const item = append('clue-1', 0);
    for (const store of [one!, other!]) expect((await store.append(item)).kind).toBe('appended'); // two were opened
    for (const store of [one!, other!]) expect(await everything(store)).toHaveLength(1);
    await Promise.all([one!.close(), other!.close()]);
  });
});
