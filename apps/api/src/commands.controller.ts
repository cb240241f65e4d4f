import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { formOf, isSealedField, type CommandForm } from '@anjuan/derive';
import type { Outcome } from '@anjuan/handle';
import { parse, refusal, type Command, type Lifecycle } from '@anjuan/lifecycle';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorMissing } from './actor';
import { doneView } from './done-view';
import { commandId, seenRevision } from './headers';
import { PARTS, type ApiParts } from './parts';
import { problemOf, ProblemError, problemError, thrown } from './problem';
import { sendProblem } from './problem-filter';
import { lifecycleAt, linkTo, streamAt } from './routes';

/** The tables look at what is asked and at the papers; here only at what else may stand beside them: nothing. */
const body = z.strictObject({ asked: z.unknown().optional(), papers: z.array(z.unknown()).optional(), on: z.string().optional() });

type Request = FastifyRequest<{ Params: { plural: string; id?: string; name: string } }>;

/** The hot road: no guards, no interceptors, no pipes; the door is called straight from here. */
@Controller('api/:plural')
export class CommandsController {
  constructor(@Inject(PARTS) private readonly parts: ApiParts) {}

  @Post('commands/:name')
  open(@Req() request: Request, @Res() reply: FastifyReply): Promise<void> {
    const { lifecycle, form } = this.asked(request, true);
    return this.send(lifecycle, form, this.command(request, form, (sent) => this.parts.handle.openingStream(lifecycle.process, sent)), reply);
  }

  @Post(':id/commands/:name')
  act(@Req() request: Request, @Res() reply: FastifyReply): Promise<void> {
    const { lifecycle, form } = this.asked(request, false);
    const stream = streamAt(lifecycle, request.params.id ?? '');
    return this.send(lifecycle, form, this.command(request, form, () => stream), reply);
  }

  private asked({ params: { plural, name } }: Request, opening: boolean): { lifecycle: Lifecycle; form: CommandForm } {
    const lifecycle = lifecycleAt(this.parts, plural);
    const form = formOf(lifecycle, name);
    // A step that opens a matter is never sent to an address: the address comes from the number, or is new.
    if (!form || (form.shape === 'opening') !== opening)
      throw thrown(refusal('unknown-command', `没有「${name.slice(0, 60)}」这一步骤`, `there is no step ${name.slice(0, 60)} here`, { field: 'command', value: name }));
    if (form.engineOnly) throw thrown(refusal('engine-only', `「${form.label.zh}」只由系统自动办理`, `only the engine itself sends ${name}`, { field: 'command', value: name }));
    return { lifecycle, form };
  }

  private command({ headers, body: received }: Request, { name }: CommandForm, streamOf: (sent: Pick<Command, 'id' | 'name' | 'asked'>) => string): Command {
    const id = commandId(headers);
    const ifMatch = seenRevision(headers);
    const acting = this.parts.actorOf(headers);
    if (!acting) throw thrown(actorMissing);
    if ('refused' in acting) throw thrown(acting.refused);
    if (received === undefined) throw problemError(400, 'malformed-json', '内容为空', 'the body is empty');
    const parsed = parse(body, received);
    if ('refused' in parsed) throw thrown(parsed.refused);
    const { papers, on } = parsed.ok;
    const asked = parsed.ok.asked ?? {};
    return {
      id, name, stream: streamOf({ id, name, asked }), asked, actor: acting.actor,
      ...(papers && { papers: papers as NonNullable<Command['papers']> }), // the door's own schema looks at each
      ...(on !== undefined && { on }), ...(ifMatch !== undefined && { ifMatch }),
    };
  }

  private async send(lifecycle: Lifecycle, form: CommandForm, command: Command, reply: FastifyReply): Promise<void> {
    const outcome = await this.parts.handle.handle(command);
    if (outcome.kind !== 'done') return sendProblem(reply, new ProblemError(refusedProblem(outcome, form, command)));
    const { receipt, matter, repeated } = outcome;
    void reply.code(form.shape === 'opening' ? 201 : 200).header('etag', `"${receipt.revision}"`).header('location', linkTo(receipt.stream));
    if (repeated) void reply.header('idempotent-replay', 'true');
    void reply.send(doneView(lifecycle, receipt, matter, this.parts.temporalUiUrl));
  }
}

const refusedProblem = (outcome: Exclude<Outcome, { kind: 'done' }>, form: CommandForm, { id, stream }: Command) => {
  const links = { self: linkTo(stream) };
  if (outcome.kind === 'reused')
    return problemOf(refusal('command-reused', `命令编号 ${id} 已用于另一内容；请换一个编号`, `command id ${id} was used with another body; take a new one`, { field: 'Idempotency-Key', value: id }), { links: { self: linkTo(outcome.receipt.stream) }, receipt: outcome.receipt });
  const sealed = (field: string) => isSealedField(form.schema, field);
  return problemOf(outcome.refusal, { sealed, ...(outcome.refusal.rule === 'already-there' && { links }) });
};
