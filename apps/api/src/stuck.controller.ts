import { Controller, Get, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { vocabulary } from '@anjuan/domain';
import { nameList, type Lifecycle } from '@anjuan/lifecycle';
import { stuckCauses, stuckLabels, type StuckCase } from '@anjuan/read-models';
import { officeLabel } from '@anjuan/replay';
import type { FastifyRequest } from 'fastify';
import { askedQuery, stuckQuery } from './asked-query';
import { workflowUrl } from './done-view';
import { PARTS, type ApiParts } from './parts';
import { thrown } from './problem';
import { linkTo } from './routes';
import { tellStuck } from './stuck-words';

@Controller('api/stuck')
export class StuckController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  /** How much does not move, by cause, the most pressing cause first; and who may help. */
  @Get()
  async groups(@Req() { headers }: FastifyRequest) {
    const acting = this.parts.actorOf(headers);
    if (acting && 'refused' in acting) throw thrown(acting.refused);
    const { roles, plays, standing: { intervention } } = vocabulary;
    const { groups, ...standing } = await this.parts.queries.stuckGroups();
    const sorted = groups.toSorted((a, b) => stuckCauses.indexOf(a.cause) - stuckCauses.indexOf(b.cause));
    const mayIntervene = acting !== undefined && intervention.some((role) => plays(role, acting.actor, {}));
    return { ...standing, by: nameList(roles, intervention), mayIntervene, total: groups.reduce((sum, { count }) => sum + count, 0), groups: sorted.map((group) => ({ ...group, label: stuckLabels[group.cause] })) };
  }

  /** The cases of one cause, stuck the longest first; or what has healed within a day. */
  @Get('cases')
  async cases(@Query() query: unknown) {
    const page = await this.parts.queries.stuckCases(askedQuery(stuckQuery, query));
    if ('refused' in page) throw thrown(page.refused);
    return { ...page, items: page.items.map((item) => this.told(item)) };
  }

  /** Looks now, not in a minute. */
  @Post('look')
  @HttpCode(202)
  async look() {
    await this.parts.queries.askToLook();
    return {};
  }

  private told({ detail, ...item }: StuckCase) {
    const process = item.process ?? item.stream.split('-', 1)[0] ?? '';
    const lifecycle: Lifecycle | undefined = this.parts.handle.processes[process];
    const workflow = workflowUrl(this.parts.temporalUiUrl, item.stream);
    return {
      ...item, process, ...tellStuck({ detail, ...item }, lifecycle),
      ...(item.stage !== undefined && { stageLabel: lifecycle?.stages[item.stage]?.label }),
      ...(item.office !== undefined && { officeLabel: officeLabel(item.office) }),
      links: { self: linkTo(item.stream), ...(workflow !== undefined && { workflow }) },
    };
  }
}
