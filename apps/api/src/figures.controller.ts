import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { figures as figureLabels, sources } from '@anjuan/domain';
import { refusal, type Lifecycle, type Text } from '@anjuan/lifecycle';
import type { Period } from '@anjuan/read-models';
import { officeLabel } from '@anjuan/replay';
import type { FastifyReply } from 'fastify';
import { askedQuery, behindQuery, figuresQuery } from './asked-query';
import { awaitPosition } from './at-least';
import { PARTS, type ApiParts } from './parts';
import { thrown } from './problem';
import { linkTo } from './routes';

/** A period has at least a day. */
const inOrder = ({ from, to }: Period) => {
  if (from >= to) throw thrown(refusal('invalid-query', `截止日期 ${to} 须晚于起始日期 ${from}（不含截止当日）`, `the period ends before ${to}, which must lie after ${from}`, { field: 'to', value: to }));
};

@Controller('api/figures')
export class FiguresController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  /** The figures of [from, to), what was open at the start of `to`, and the same days of the year before. */
  @Get()
  async figures(@Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply) {
    const { atLeast, ...period } = askedQuery(figuresQuery, query);
    inOrder(period);
    await awaitPosition(this.parts, atLeast, reply);
    const { queries } = this.parts;
    const [now, open] = await Promise.all([queries.figures(period), queries.openAt(period.to)]);
    const sourceLabels = Object.fromEntries(Object.values(sources).map((label) => [label.zh, label]));
    const stageLabels = Object.fromEntries(Object.keys(open).flatMap((stage) => this.stageLabel(stage) ?? []));
    return { ...now, open, ...(await queries.yearOnYear(now)), labels: { figures: figureLabels, sources: sourceLabels, stages: stageLabels } };
  }

  /** The clues and cases behind one number, page by page. */
  @Get('behind')
  async behind(@Query() query: unknown) {
    const asked = askedQuery(behindQuery, query);
    inOrder(asked);
    const page = await this.parts.queries.behind(asked);
    if ('refused' in page) throw thrown(page.refused);
    const { processes } = this.parts.handle;
    return {
      ...page,
      items: page.items.map((item) => ({
        ...item, stageLabel: processes[item.process]?.stages[item.stage]?.label, ...(item.office !== undefined && { officeLabel: officeLabel(item.office) }), links: { self: linkTo(item.stream) },
      })),
    };
  }

  private stageLabel(stage: string): [[string, Text]] | undefined {
    const lifecycle: Lifecycle | undefined = Object.values(this.parts.handle.processes).find(({ stages }) => Object.hasOwn(stages, stage));
    return lifecycle && [[stage, lifecycle.stages[stage]!.label]]; // found there
  }
}
