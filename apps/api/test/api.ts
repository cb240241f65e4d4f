import { adopted } from '@anjuan/calendar';
import { defaultPolicy } from '@anjuan/domain';
import { memoryEventStore, type EventStore } from '@anjuan/event-store';
import { createHandle, installationKeys, type Handle } from '@anjuan/handle';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Actor } from '@anjuan/lifecycle';
import { pino } from 'pino';
import { actorFromHeader } from '../src/actor';
import { createApi } from '../src/create-api';
import type { ApiParts } from '../src/parts';

export const clock = { now: () => '2026-03-02T02:00:00.000Z' };

export const doorOn = (store: EventStore): Handle =>
  createHandle({ store, clock, policy: defaultPolicy, calendar: adopted, keys: installationKeys('07'.repeat(32)), organ: 'test-organ', cacheSize: 100 });

const noFigures = {
  received: 0, disposed: 0, disposedBySource: {}, casesFiled: 0, personsFiled: 0, selfHandledPersonsFiled: 0, sanctionedPersons: 0,
  fourForms: { form1: 0, form2: 0, form3: 0, form4: 0, total: 0 }, transferredToProcuratorate: 0, closedWithoutAction: 0, recoveredFen: 0,
};

/** Read models that have come nowhere yet: pages then come from the store itself. */
const nowhere: ApiParts['queries'] = {
  list: async () => ({ items: [] }),
  kept: async () => undefined,
  linked: async () => [],
  runningClocks: async () => ({ items: [] }),
  stuckGroups: async () => ({ groups: [], away: {} }),
  stuckCases: async () => ({ items: [] }),
  askToLook: async () => undefined,
  figures: async (period) => ({ ...period, ...noFigures }),
  openAt: async (at) => ({ at }),
  yearOnYear: async ({ from, to }) => ({ previous: { from, to, ...noFigures }, yoyPercent: { disposed: null, casesFiled: null, sanctionedPersons: null } }),
  behind: async () => ({ items: [] }),
  position: async () => 0,
  waitFor: async () => false,
};

export type Api = { readonly app: NestFastifyApplication; readonly store: EventStore; readonly handle: Handle; readonly lines: string[] };

/** The API in-process on a store in memory. What it logs is kept, to be looked through. */
export const openApi = async (parts: Partial<ApiParts> & { readonly store?: EventStore } = {}): Promise<Api> => {
  const store = parts.store ?? memoryEventStore();
  const handle = parts.handle ?? doorOn(store);
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const probes = { schema: async () => true, temporal: async () => false };
  const app = await createApi({ queries: nowhere, clock, actorOf: actorFromHeader, probes, log, temporalUiUrl: 'http://127.0.0.1:8239', ...parts, store, handle });
  return { app, store, handle, lines };
};

export const petition: Actor = { person: '李登', office: 'petitionOffice', post: 'handler' };
export const actorHeader = (actor: object | string) => encodeURIComponent(typeof actor === 'string' ? actor : JSON.stringify(actor));

export const accusation = (over: object = {}) => ({
  receivedOn: '2026-03-02', title: '反映挪用资金', summary: '反映某单位工程款去向不明', named: true, informantName: '举报人甲', informantContact: '13900000000',
  reported: [{ person: 'P-001', unit: '某单位', rank: 'ordinary' }], jurisdiction: 'own', important: false, concerns: 'ordinary', ...over,
});

type Sent = { readonly key?: string; readonly actor?: Actor; readonly headers?: Record<string, string>; readonly body?: unknown; readonly raw?: string | Buffer };

let keys = 0;

/** A command as a client sends it. */
export const post = (app: NestFastifyApplication, url: string, { key = `key-${++keys}`, actor = petition, headers = {}, body, raw }: Sent = {}) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-anjuan-actor': actorHeader(actor), ...headers }, payload: raw ?? JSON.stringify(body ?? {}) });

export const intake = (app: NestFastifyApplication, over: object = {}, sent: Sent = {}) => post(app, '/api/clues/commands/registerAccusation', { body: { asked: accusation(over) }, ...sent });

/** A registered clue's id. */
export const registered = async (app: NestFastifyApplication): Promise<string> => {
  const answer = await intake(app);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json<{ receipt: { stream: string } }>().receipt.stream;
};

export const get = (app: NestFastifyApplication, url: string, actor?: Actor) => app.inject({ method: 'GET', url, headers: actor ? { 'x-anjuan-actor': actorHeader(actor) } : {} });
