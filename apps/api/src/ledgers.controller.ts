import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { vocabulary } from '@anjuan/domain';
import { columnNames, fileReasons, ledgerColumns, mended, readLedger, reasons, type Imported, type Ledger } from '@anjuan/ledger';
import { actorSchema, parse, refusal, type Actor } from '@anjuan/lifecycle';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorMissing } from './actor';
import { ledgerDesk, type Importing } from './ledgers';
import { PARTS, type ApiParts } from './parts';
import { problemError, thrown } from './problem';
import { wrongLedgerType } from './server';

const edited = z.strictObject({ rows: z.array(z.strictObject({ row: z.int().min(1), cells: z.partialRecord(z.enum(columnNames), z.string().max(10_000)) })).min(1).max(500) });
const vouching = z.strictObject({ vouchedBy: actorSchema.shape.person.optional() });

/** A page shows no more faults than somebody can mend by hand; `notShown` says how many there are besides. */
const mostShown = 1_000;
const shown = <T>(items: readonly T[]) => ({ items: items.slice(0, mostShown), notShown: Math.max(0, items.length - mostShown) });

const readingView = ({ file, sheet, rows, accepted, repeats, blank, refused, notices }: Ledger) => {
  const { items, notShown } = shown(refused);
  return {
    rows, accepted: accepted.length, repeats: repeats.length, blank: blank.length, refused: items.map(({ row, number, reason, ...fault }) => ({ row, number, reason, label: reasons[reason], ...fault })), notShown,
    file, ...(sheet !== undefined && { sheet }), notices, links: { self: `/api/ledgers/${file}` },
  };
};

const resultView = ({ rows, accepted, repeats, blank, refused, ...more }: Imported) => {
  const { items, notShown } = shown(refused);
  return { rows, accepted, repeats, blank, refused: items.map(({ row, number, reason, ...fault }) => ({ row, number, reason, label: reasons[reason], ...fault })), notShown, ...more };
};

const importView = (importing: Importing | undefined) =>
  importing === undefined ? { state: 'notBegun' } : 'result' in importing ? { ...importing, result: resultView(importing.result) } : importing;

/** A ledger comes in: read, put right, registered. */
@Controller('api/ledgers')
export class LedgersController {
  private readonly desk;

  constructor(@Inject(PARTS) private readonly parts: ApiParts) {
    this.desk = ledgerDesk((error) => parts.log.error({ err: error }, 'import broke off'));
  }

  @Get('columns')
  columns() {
    return { columns: Object.entries(ledgerColumns).map(([name, column]) => ({ name, ...column })), reasons, fileReasons };
  }

  /** A dry run: says what would become of every row, and registers nothing. */
  @Post()
  async read(@Req() { body, headers }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    this.actor(headers);
    if (!Buffer.isBuffer(body)) throw wrongLedgerType();
    const ledger = await readLedger(body, { today: await this.today() });
    if ('unreadable' in ledger) {
      const { reason, words, columns, row } = ledger.unreadable;
      throw thrown(refusal(reason, words.zh, words.en, { field: 'file', ...((columns ?? row) !== undefined && { value: columns ?? row }) }));
    }
    const kept = this.desk.put(ledger);
    if (!kept) throw problemError(503, 'store-busy', '正在登记的台账已有数份，请等其中一份办完', 'several ledgers are being registered already; wait for one to end', {}, { 'retry-after': '10' });
    const view = readingView(kept.ledger);
    void reply.header('location', view.links.self);
    return { ...view, import: importView(kept.importing) };
  }

  @Get(':file')
  reading(@Param('file') file: string) {
    const { ledger, importing } = this.found(file);
    return { ...readingView(ledger), import: importView(importing) };
  }

  /** Rows as somebody put them right, judged at once. */
  @Post(':file/rows')
  @HttpCode(200)
  async mend(@Param('file') file: string, @Req() { body, headers }: FastifyRequest) {
    this.actor(headers);
    const kept = this.found(file);
    const parsed = parse(edited, body);
    if ('refused' in parsed) throw thrown(parsed.refused);
    if (this.desk.isRunning(kept)) throw problemError(409, 'import-running', '正在登记，暂不能更正；请等办完或先停下', 'it is being registered: wait for the end or stop it first');
    const ledger = mended(kept.ledger, parsed.ok.rows, { today: await this.today() });
    this.desk.replace(ledger);
    return readingView(ledger);
  }

  @Get(':file/import')
  progress(@Param('file') file: string) {
    return importView(this.found(file).importing);
  }

  /** Begins, or goes on after it was stopped or broke off; what is registered does not come in twice. */
  @Post(':file/import')
  @HttpCode(202)
  begin(@Param('file') file: string, @Req() { body, headers }: FastifyRequest) {
    const actor = this.actor(headers);
    if (!vocabulary.plays('caseSupervisionOffice', actor, {}))
      throw thrown(refusal('wrong-actor', `台账应由${vocabulary.roles.caseSupervisionOffice.zh}登记，${actor.office}的${actor.person}不能办理`, `a ledger is registered by the ${vocabulary.roles.caseSupervisionOffice.en}; ${actor.person} of ${actor.office} may not`, { field: 'actor', value: actor.office }));
    this.found(file);
    const parsed = parse(vouching, body ?? {});
    if ('refused' in parsed) throw thrown(parsed.refused);
    this.desk.begin(file, { door: this.parts.handle, vouchedBy: parsed.ok.vouchedBy ?? actor.person, actor });
    return this.progress(file);
  }

  /** Stops after what is on its way. */
  @Delete(':file/import')
  @HttpCode(202)
  stop(@Param('file') file: string, @Req() { headers }: FastifyRequest) {
    this.actor(headers);
    this.found(file);
    this.desk.stop(file);
    return this.progress(file);
  }

  private found(file: string) {
    const kept = this.desk.find(file);
    if (!kept) throw thrown(refusal('not-found', '没有这份台账，或系统重启过：请重新上传，已登记的不会重复', 'there is no such ledger, or the system was restarted: upload it again, nothing comes in twice', { field: 'file', value: file }));
    return kept;
  }

  private actor(headers: FastifyRequest['headers']): Actor {
    const acting = this.parts.actorOf(headers);
    if (!acting) throw thrown(actorMissing);
    if ('refused' in acting) throw thrown(acting.refused);
    return acting.actor;
  }

  private async today() {
    return this.parts.handle.count.dateOf(await this.parts.clock.now());
  }
}
