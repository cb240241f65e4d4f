import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { refusal, type Actor, type Lifecycle } from '@anjuan/lifecycle';
import { foldStream } from '@anjuan/read-models';
import { eventView, officeLabel } from '@anjuan/replay';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedQuery, listQuery, pageQuery } from './asked-query';
import { awaitPosition } from './at-least';
import { pageView } from './page';
import { PARTS, type ApiParts } from './parts';
import { thrown } from './problem';
import { lifecycleAt, linkTo, streamAt } from './routes';

type Request = FastifyRequest<{ Params: { plural: string; id: string } }>;

const missing = (stream: string) => thrown(refusal('not-found', `没有找到 ${stream}`, `there is no ${stream}`, { field: 'stream', value: stream }));

@Controller('api/:plural')
export class MattersController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  @Get()
  async list(@Req() { params }: Request, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const lifecycle = lifecycleAt(this.parts, params.plural);
    const { atLeast, ...asked } = askedQuery(listQuery, query);
    if (asked.stage !== undefined && !Object.hasOwn(lifecycle.stages, asked.stage))
      throw thrown(refusal('invalid-query', `没有「${asked.stage}」这一环节`, `there is no stage ${asked.stage}`, { field: 'stage', value: asked.stage }));
    await awaitPosition(this.parts, atLeast, reply);
    const page = await this.parts.queries.list(lifecycle.process, asked);
    if ('refused' in page) throw thrown(page.refused);
    return { ...page, items: page.items.map((item) => ({ ...item, ...this.labels(item), links: { self: linkTo(item.stream) } })) };
  }

  @Get(':id')
  async page(@Req() request: Request, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const lifecycle = lifecycleAt(this.parts, request.params.plural);
    const stream = streamAt(lifecycle, request.params.id);
    const { atLeast } = askedQuery(pageQuery, query);
    const actor = this.reader(request);
    await awaitPosition(this.parts, atLeast, reply);
    const [{ events }, kept, now] = await Promise.all([this.parts.store.read(stream), this.parts.queries.kept(stream), this.parts.clock.now()]);
    const { matter, bad } = foldStream(this.parts.handle.processes, undefined, events);
    if (bad && !kept) await this.parts.handle.load(stream); // says why it cannot be read
    if (!matter) throw missing(stream);
    const linked = await this.parts.queries.linked(matter.correlation);
    const view = pageView(lifecycle, matter, events, { actor, policy: this.parts.handle.policy, count: this.parts.handle.count, now }, this.parts.temporalUiUrl);
    void reply.header('etag', `"${matter.revision}"`);
    // A matter whose first event the read model has not come to yet is there all the same.
    if (!kept) void reply.header('anjuan-behind', String(Math.max(0, matter.position - (await this.parts.queries.position()))));
    const since = kept?.stale?.since ?? events.find(({ position }) => position === bad?.position)?.recordedAt;
    return { ...view, ...(since !== undefined && { stale: { since } }), linked: linked.filter((each) => each.stream !== stream).map((each) => ({ ...each, ...this.labels(each), links: { self: linkTo(each.stream) } })) };
  }

  @Get(':id/history')
  async history(@Req() request: Request) {
    const lifecycle = lifecycleAt(this.parts, request.params.plural);
    const stream = streamAt(lifecycle, request.params.id);
    const { events } = await this.parts.store.read(stream);
    if (events.length === 0) throw missing(stream);
    return { stream, items: events.map((event) => eventView(lifecycle, event, this.parts.handle)) };
  }

  private reader({ headers }: Request): Actor | undefined {
    const acting = this.parts.actorOf(headers);
    if (acting && 'refused' in acting) throw thrown(acting.refused);
    return acting?.actor;
  }

  private labels({ process, stage, office }: { readonly process: string; readonly stage: string; readonly office?: string }) {
    const lifecycle: Lifecycle | undefined = this.parts.handle.processes[process];
    return { stageLabel: lifecycle?.stages[stage]?.label ?? { zh: stage, en: stage }, ...(office !== undefined && { officeLabel: officeLabel(office) }) };
  }
}
