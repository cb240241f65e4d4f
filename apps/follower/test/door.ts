import { randomUUID } from 'node:crypto';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { openPool, postgresEventStore, type Receipt } from '@anjuan/event-store';
import { createHandle, installationKeys, systemClock } from '@anjuan/handle';

/** A door of its own to the database the follower stands on: anonymous reports come in by it. */
export const openDoor = (url: string, key: string) => {
  const pool = openPool(url, { max: 4, role: 'anjuan_app' });
  const store = postgresEventStore(pool);
  const { handle, openingStream } = createHandle({ store, clock: systemClock, policy: defaultPolicy, calendar: adopted, keys: installationKeys(key), organ: 'organ', cacheSize: 100 });
  return {
    pool, store,
    register: async (title: string): Promise<Receipt> => {
      const command = {
        id: randomUUID(), name: 'registerAccusation', actor: { person: 'P-01', office: 'petitionOffice', post: 'handler' },
        asked: {
          receivedOn: '2026-03-02', title, summary: '群众来信反映', reported: [{ person: '被反映人0001', unit: '某街道', post: '主任', rank: 'ordinary' }],
          named: false, jurisdiction: 'own', important: false, concerns: 'ordinary',
        },
        papers: [{ kind: 'otherPaper', title: '来信', sha256: 'a'.repeat(64) }],
      };
      const outcome = await handle({ ...command, stream: openingStream('clue', command) });
      if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
      return outcome.receipt;
    },
    close: async (): Promise<void> => {
      await store.close();
      await pool.end();
    },
  };
};
