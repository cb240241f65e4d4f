import { adopted } from '@anjuan/calendar';
import { counting, defaultPolicy, processes } from '@anjuan/domain';
import { openEventStore, openPool } from '@anjuan/event-store';
import { lendHand, placeTold } from '@anjuan/read-models';
import type { HandPlace } from './commands/rebuild';

const { url, kept } = placeTold() as HandPlace; // as `rebuild` tells it
const pool = openPool(url, { max: 3, role: 'anjuan_app' });
await lendHand({ pool, store: await openEventStore(kept, pool), processes, counting: counting(defaultPolicy, adopted) });
