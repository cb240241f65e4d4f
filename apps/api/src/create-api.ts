import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { ClocksController } from './clocks.controller';
import { CommandsController } from './commands.controller';
import { FiguresController } from './figures.controller';
import { HealthController } from './health.controller';
import { LedgersController } from './ledgers.controller';
import { MattersController } from './matters.controller';
import { MetaController } from './meta.controller';
import { PARTS, type ApiParts } from './parts';
import { ProblemFilter } from './problem-filter';
import { fastifyAdapter } from './server';
import { ReplayController } from './replay.controller';
import { staticFiles } from './static-files';
import { StuckController } from './stuck.controller';

@Module({})
class ApiModule {}

/** The whole interface on those parts, ready to listen or to be asked in-process. */
export const createApi = async (parts: ApiParts): Promise<NestFastifyApplication> => {
  const adapter = fastifyAdapter(parts.log);
  const root = { module: ApiModule, controllers: [MetaController, ClocksController, FiguresController, StuckController, LedgersController, CommandsController, MattersController, ReplayController, HealthController], providers: [{ provide: PARTS, useValue: parts }] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { bodyParser: false, logger: false, abortOnError: false });
  app.useGlobalFilters(new ProblemFilter(parts.log));
  staticFiles(adapter.getInstance<FastifyInstance>(), parts.consoleDir);
  await app.init();
  await adapter.getInstance<FastifyInstance>().ready();
  return app;
};
