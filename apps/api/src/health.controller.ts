import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PARTS, type ApiParts } from './parts';

/** An answer within two seconds, or none. */
const within = async <T>(question: Promise<T>): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), 2_000); });
  try {
    return await Promise.race([question, patience]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
};

@Controller('health')
export class HealthController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  /** Ready when clues can be registered. A follower that lags or a Temporal that is down is said, and shuts no door. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { store, queries, probes } = this.parts;
    const [head, schema, position, temporal] = await Promise.all([within(store.head()), within(probes.schema()), within(queries.position()), within(probes.temporal())]);
    const ready = head !== undefined && schema === true;
    void reply.code(ready ? 200 : 503);
    return {
      status: ready ? 'ready' : 'not ready',
      database: head === undefined ? 'away' : 'answering',
      schema: schema === true ? 'there' : 'missing',
      followers: { lag: head === undefined || position === undefined ? null : Math.max(0, head - position) },
      temporal: temporal === true ? 'reachable' : 'unreachable',
    };
  }
}
