import { Controller, Get, Header, Inject } from '@nestjs/common';
import { asyncapi, commandForms, handbook, openapi, plural, statechart } from '@anjuan/derive';
import { instruments, offices, posts, sources, vocabulary } from '@anjuan/domain';
import type { ClockRow, Lifecycle } from '@anjuan/lifecycle';
import { PARTS, type ApiParts } from './parts';

const signers = ({ levels }: Lifecycle['vocabulary'], chain: readonly string[]) => chain.map((level) => ({ level, label: levels[level] }));

/** A clock in words; one without `extension` may not be extended. */
const clockView = ({ vocabulary: words }: Lifecycle, { label, basis, force, budget, waitsFor, extension }: ClockRow) => ({
  label, basis, force, budget, waitsFor,
  ...(extension && { extension: { atMost: extension.atMost, times: extension.times, approvedBy: signers(words, extension.approvedBy), ...(extension.again && { again: signers(words, extension.again) }) } }),
});

/** What the console and other clients derive their forms and words from: the tables, as data. */
@Controller('api')
export class MetaController {
  private readonly meta: object;
  private readonly document: object;

  constructor(@Inject(PARTS) private readonly parts: ApiParts) {
    const { processes, policy, count } = parts.handle;
    const { roles, papers, levels, duties } = vocabulary;
    this.document = openapi(processes);
    this.meta = {
      roles,
      papers,
      levels,
      duties,
      offices,
      posts,
      sources,
      instruments,
      policy: policy.version,
      calendar: count.version,
      processes: Object.fromEntries(
        Object.entries(processes).map(([name, lifecycle]) => [name, {
          plural: plural(name),
          stages: Object.fromEntries(Object.entries(lifecycle.stages).map(([stage, { label }]) => [stage, label])),
          laneStages: lifecycle.laneStages,
          commands: commandForms(lifecycle),
          clocks: Object.fromEntries(Object.entries(lifecycle.clocks).map(([key, clock]) => [key, clockView(lifecycle, clock)])),
          reactions: Object.fromEntries(Object.entries(lifecycle.reactions).map(([key, { label }]) => [key, label])),
          statechart: statechart(lifecycle),
        }]),
      ),
    };
  }

  @Get('meta')
  async words() {
    return { ...this.meta, today: this.parts.handle.count.dateOf(await this.parts.clock.now()) };
  }

  @Get('openapi.json')
  interface() {
    return this.document;
  }

  /** What comes in which topic, for those who follow from outside. */
  @Get('asyncapi.json')
  topics() {
    return asyncapi(this.parts.handle.processes);
  }

  /** Every step with its articles, papers and signatures, for those who would rather read than click. */
  @Get('handbook.md')
  @Header('content-type', 'text/markdown; charset=utf-8')
  handbook() {
    return handbook(this.parts.handle.processes);
  }
}
