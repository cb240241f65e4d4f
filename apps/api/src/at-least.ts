import type { FastifyReply } from 'fastify';
import type { ApiParts } from './parts';

const patience = 2_000;

/** Who wants to read its own write says how far the rows must have come; after two seconds the answer says how old it is. */
export const awaitPosition = async ({ queries }: ApiParts, atLeast: number | undefined, reply: FastifyReply): Promise<void> => {
  if (atLeast === undefined || (await queries.waitFor(atLeast, patience))) return;
  void reply.header('anjuan-behind', String(Math.max(1, atLeast - (await queries.position()))));
};
