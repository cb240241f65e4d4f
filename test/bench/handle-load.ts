import { readFileSync } from 'node:fs';
import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { openPool, postgresEventStore } from '@anjuan/event-store';
import { createHandle, installationKeys, systemClock } from '@anjuan/handle';
import { connections } from './bench';
import { throughTheDoor } from './clue-way';
import { office } from './office';

/** The load through `handle()` without HTTP, wired as the API wires it, in a process of its own. */
const pool = openPool(process.env.DATABASE_URL ?? '', { max: connections, role: 'anjuan_app' });
const handle = createHandle({
  store: postgresEventStore(pool), clock: systemClock, policy: defaultPolicy, calendar: adopted,
  keys: installationKeys(readFileSync(process.env.ANJUAN_KEY_FILE ?? '', 'utf8')), organ: 'organ', cacheSize: 10_000,
});
office(Array.from({ length: connections }, () => throughTheDoor(handle)));
