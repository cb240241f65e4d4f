import { randomUUID } from 'node:crypto';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { listAllowed } from './allowed';
import { parseBody } from './json-body';
import { problemError } from './problem';
import { asProblem, sendProblem } from './problem-filter';
import { readBody } from './request-body';

const bodyLimit = 1_000_000;
/** By these names only: a page elsewhere whose name is turned to this machine gets nothing. */
const hosts = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

const jsonOnly = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

/** Ledgers come as they are, in memory up to this, and by this route only. */
const ledgerLimit = 64 * 1024 * 1024;
const ledgerRoute = '/api/ledgers';
const ledgerTypes = ['application/octet-stream', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];
const ledgerType = new RegExp(`^\\s*(?:${ledgerTypes.join('|').replaceAll('.', '\\.')})\\s*(?:;|$)`, 'i');
const isLedger = ({ headers }: FastifyRequest) => ledgerType.test(headers['content-type'] ?? '');
export const wrongLedgerType = () => problemError(415, 'wrong-content-type', `台账须按文件原样上传，内容类型为 ${ledgerTypes.join('、')} 之一`, `a ledger is uploaded as the file is, as one of ${ledgerTypes.join(', ')}`, { field: 'Content-Type' });

const wrongType = () => problemError(415, 'wrong-content-type', '内容类型须为 application/json（UTF-8）', 'the content type must be application/json in UTF-8', { field: 'Content-Type' });

/** Fastify, told to say no early: sizes, times, types and hosts are looked at before any of our code. */
export const fastifyAdapter = (log: Logger): FastifyAdapter => {
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    logger: false,
    skipMiddie: true,
    frameworkErrors: (error: unknown, _: FastifyRequest, reply: FastifyReply) => sendProblem(reply, asProblem(error)),
    clientErrorHandler: (error: Error & { code?: string }, socket: import('node:net').Socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) return;
      const { problem } = problemError(error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400, 'malformed-request', '请求格式有误', 'the request is malformed');
      const body = JSON.stringify(problem);
      socket.end(`HTTP/1.1 ${problem.status} Bad Request\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
    },
  });
  prepare(adapter.getInstance<FastifyInstance>(), log);
  return adapter;
};

const brings = ({ method, is404, headers }: FastifyRequest): boolean =>
  method === 'POST' && !is404 && (headers['content-type'] !== undefined || headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0);

const take = async (request: FastifyRequest): Promise<void> => {
  const ledger = isLedger(request);
  const bytes = await readBody(request.raw, ledger ? ledgerLimit : bodyLimit);
  if (!ledger && !jsonOnly.test(request.headers['content-type'] ?? '')) throw wrongType();
  request.body = ledger ? bytes : parseBody(bytes);
};

/**
 * Bodies are read here: Fastify's own reading binds each request by `AsyncResource.bind`, and what Node 20 hangs on such a
 * function hides the whole request from the young collector.
 */
const prepare = (fastify: FastifyInstance, log: Logger): void => {
  listAllowed(fastify);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) fastify.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (!brings(request)) return done(null, payload);
    take(request).then(
      () => done(null, payload),
      (refused: Error) => {
        // Who sends what is not taken may have more of it under way.
        void reply.header('connection', 'close');
        done(refused);
      },
    );
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'referrer-policy': 'no-referrer' });
    if (!hosts.test(request.headers.host ?? '')) done(problemError(421, 'wrong-host', '只在本机提供服务', 'served on this machine only', { field: 'Host' }));
    // Before the body is read: elsewhere these types are as wrong as any, and so large a body with them.
    else done(isLedger(request) && request.routeOptions.url !== ledgerRoute ? wrongType() : undefined);
  });
  // Allow-listed: no address (a search may hold a name), no header, no body.
  fastify.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply;
    log[statusCode >= 500 ? 'error' : statusCode >= 400 ? 'info' : 'debug']({ reqId: request.id, method: request.method, route: request.routeOptions.url, status: statusCode, ms: Math.round(reply.elapsedTime) });
    done();
  });
};
