import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { refusal } from '@anjuan/lifecycle';
import { comparison, linkedHistory, pointAt, replay, stateAt, wholeLine, type FoundPoint, type Line } from '@anjuan/replay';
import type { FastifyRequest } from 'fastify';
import { askedQuery, compareQuery, replayQuery } from './asked-query';
import { PARTS, type ApiParts } from './parts';
import { thrown } from './problem';
import { lifecycleAt, streamAt } from './routes';

type Request = FastifyRequest<{ Params: { plural: string; id: string } }>;

/** What was known when: from the events alone, the read model only helps to find the linked streams. */
@Controller('api/:plural/:id/replay')
export class ReplayController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  @Get()
  async replay(@Req() request: Request, @Query() query: unknown) {
    const { at } = askedQuery(replayQuery, query);
    const { stream, line } = await this.lineOf(request);
    return at === undefined ? wholeLine(this.parts.handle, line, stream) : stateAt(this.parts.handle, line, await this.pointOf(line, stream, at));
  }

  @Get('compare')
  async compare(@Req() request: Request, @Query() query: unknown) {
    const { from, to } = askedQuery(compareQuery, query);
    const { stream, line } = await this.lineOf(request);
    return comparison(this.parts.handle, line, await this.pointOf(line, stream, from), await this.pointOf(line, stream, to));
  }

  private async lineOf({ params }: Request): Promise<{ readonly stream: string; readonly line: Line }> {
    const stream = streamAt(lifecycleAt(this.parts, params.plural), params.id);
    const { store, queries, handle } = this.parts;
    const events = await linkedHistory(stream, { read: (name) => store.read(name), linked: queries.linked }, handle);
    if (events.length === 0) throw thrown(refusal('not-found', `没有找到 ${stream}`, `there is no ${stream}`, { field: 'stream', value: stream }));
    return { stream, line: replay(events, handle) };
  }

  private async pointOf(line: Line, stream: string, asked: string): Promise<FoundPoint> {
    const found = pointAt(line, stream, asked, await this.parts.clock.now(), this.parts.handle);
    if ('refused' in found) throw thrown(found.refused);
    return found.point;
  }
}
