import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { officeLabel } from '@anjuan/replay';
import type { FastifyReply } from 'fastify';
import { askedQuery, clocksQuery } from './asked-query';
import { awaitPosition } from './at-least';
import { PARTS, type ApiParts } from './parts';
import { thrown } from './problem';
import { linkTo } from './routes';

@Controller('api/clocks')
export class ClocksController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  /** Running clocks, soonest first. Whether one has passed is worked out now, never stored. */
  @Get()
  async running(@Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const { atLeast, ...asked } = askedQuery(clocksQuery, query);
    await awaitPosition(this.parts, atLeast, reply);
    const page = await this.parts.queries.runningClocks(asked);
    if ('refused' in page) throw thrown(page.refused);
    const { count, processes } = this.parts.handle;
    const today = count.dateOf(await this.parts.clock.now());
    return {
      ...page,
      today,
      items: page.items.map((item) => ({
        ...item,
        daysLeft: item.due >= today ? count.daysBetween(today, item.due) : -count.daysBetween(item.due, today),
        status: item.due < today && !item.provisional ? 'breached' : 'running',
        waitsFor: processes[item.process]?.clocks[item.clock]?.waitsFor,
        stageLabel: processes[item.process]?.stages[item.stage]?.label,
        ...(item.office !== undefined && { officeLabel: officeLabel(item.office) }),
        links: { self: linkTo(item.stream) },
      })),
    };
  }
}
