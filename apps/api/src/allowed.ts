import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Methods that an address takes; none where there is no such address. */
    allowedAt(url: string): readonly string[];
  }
}

type Route = { readonly method: string; readonly path: RegExp };

const patternOf = (url: string): RegExp => new RegExp(`^${url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[^\w-]/g, '\\$&'))).join('/')}$`);

/** Lists every route as it is told, except those that take whatever is left over: an address is no one's because they would take it. */
export const listAllowed = (fastify: FastifyInstance): void => {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    if (!url.includes('*')) for (const each of [method].flat()) routes.push({ method: each, path: patternOf(url) });
  });
  fastify.decorate('allowedAt', (url: string) => {
    const [path = ''] = url.split('?');
    return [...new Set(routes.filter((route) => route.path.test(path)).map(({ method }) => method))].sort();
  });
};
