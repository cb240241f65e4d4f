import { connections } from './bench';
import { overHttp } from './clue-way';
import { keepAlive } from './http-client';
import { office } from './office';

/** The load over HTTP: each client has a connection of its own. */
office(Array.from({ length: connections }, () => overHttp(keepAlive(process.env.API_URL ?? ''))));
