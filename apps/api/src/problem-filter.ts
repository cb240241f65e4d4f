import { Catch, HttpException, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { NewerRelease, StoreBusy, StoreUnavailable } from '@anjuan/event-store';
import { UnreadableEvent, WrittenByNewer } from '@anjuan/lifecycle';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ProblemError, problemError } from './problem';

const wordsOf: Readonly<Record<number, readonly [rule: string, zh: string, en: string]>> = {
  400: ['malformed-request', '请求格式有误', 'the request is malformed'],
  404: ['no-such-route', '没有这个地址', 'there is no such address'],
  408: ['request-timeout', '请求超时', 'the request took too long'],
  413: ['too-large', '内容过大：一般以 1 MB 为限，台账文件以 64 MB 为限', 'the content is too large: the limit is 1 MB, for a ledger 64 MB'],
  414: ['address-too-long', '地址过长', 'the address is too long'],
  415: ['wrong-content-type', '内容类型须为 application/json（UTF-8）', 'the content type must be application/json in UTF-8'],
};

/** A database that is away, told by driver or server; anything else a driver throws is a bug. */
const away = /^(?:08|53|57|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)/;
const awayWords = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

const isAway = (error: unknown): boolean => {
  if (error instanceof StoreUnavailable) return true;
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown }; // a driver's error is told by its members
  return away.test(String(code ?? '')) || awayWords.test(String(message ?? ''));
};

const known = (error: unknown): ProblemError | undefined => {
  if (error instanceof ProblemError) return error;
  if (error instanceof StoreBusy) return problemError(503, 'store-busy', '系统繁忙，请稍后用同一命令编号重新提交', 'too much is waiting; send the same command again in a moment', {}, { 'retry-after': '1' });
  if (error instanceof NewerRelease) return problemError(503, 'newer-release', '更新的程序已在使用这个存储，本程序不再写入；请升级本系统', 'a newer version writes to this store and this one writes no more; update this installation');
  if (error instanceof WrittenByNewer) return problemError(503, 'written-by-newer', '本件由更新的程序写入；请升级本系统后再办', 'this matter was stored by a newer version; update this installation, then go on');
  if (error instanceof UnreadableEvent) return problemError(409, 'unreadable-stream', '本件有现行版本不能读取的事件；须先部署能读取它的版本，再行办理', 'this matter holds an event that this build cannot read; deploy one that can, then go on');
  if (isAway(error)) return problemError(503, 'store-away', '存储暂不可用，请稍后用同一命令编号重新提交', 'the store is away; send the same command again in a moment', {}, { 'retry-after': '2' });
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const [rule, zh, en] = wordsOf[status] ?? wordsOf[400]!; // 400 is in the list
  return problemError(status, rule, zh, en);
};

export const asProblem = (error: unknown): ProblemError => known(error) ?? problemError(500, 'internal', '系统故障，已记录；请稍后用同一命令编号重新提交', 'something broke and was logged; send the same command again');

/** The last resort: whatever is thrown leaves as a problem, and the process stays alive. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    if (error instanceof NotFoundException) return sendNoSuchRoute(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    const { problem, headers } = asProblem(error);
    if (problem.status >= 500) this.log.error({ err: error, reqId: http.getRequest<FastifyRequest>().id, rule: problem.rule }, 'request failed');
    sendProblem(http.getResponse<FastifyReply>(), new ProblemError(problem, headers));
  }
}

/** Nothing takes that address, or something does by another method. */
export const sendNoSuchRoute = ({ method, url, server }: FastifyRequest, reply: FastifyReply): void => {
  const allow = server.allowedAt(url).join(', ');
  const [rule, zh, en] = wordsOf[404]!; // it is in the list
  sendProblem(reply, allow === '' ? problemError(404, rule, zh, en) : problemError(405, 'method-not-allowed', `此处不支持 ${method}，可用 ${allow}`, `this address takes ${allow}, not ${method}`, { field: 'method', value: method }, { allow }));
};

export const sendProblem = (reply: FastifyReply, { problem, headers }: ProblemError): void => {
  if (reply.sent) return;
  void reply.code(problem.status).headers(headers).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
};
