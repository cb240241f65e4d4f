import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import send from '@fastify/send';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import swaggerFolder from 'swagger-ui-dist/absolute-path.js';
import { sendNoSuchRoute } from './problem-filter';

/** Scripts and data from here alone; the component libraries put their styles into the page. */
const pageRules = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:", "connect-src 'self'", "manifest-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** `send` decodes and normalizes the path and never leaves the root; dot files are not served. */
const serve = async (request: FastifyRequest, reply: FastifyReply, root: string, path: string): Promise<boolean> => {
  const { statusCode, headers, stream, type } = await send(request.raw, path, { root, dotfiles: 'ignore', index: false, cacheControl: false });
  if (type === 'error' && statusCode !== 304) return false;
  const lasting = path.startsWith('/assets/');
  void reply.code(statusCode).headers(headers).header('content-security-policy', pageRules).header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache').send(stream);
  return true;
};

const initializer = `window.onload = () => { window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null, presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout' }); };`;

/** The page of the interface, served from the installation itself. */
const docs = (fastify: FastifyInstance) => {
  const root = swaggerFolder();
  fastify.get('/docs', (_, reply) => reply.redirect('/docs/', 302));
  fastify.get('/docs/', async (_, reply) => reply.header('content-security-policy', pageRules).type('text/html; charset=utf-8').send(await readFile(join(root, 'index.html'), 'utf8')));
  fastify.get('/docs/swagger-initializer.js', (_, reply) => reply.type('text/javascript; charset=utf-8').send(initializer));
  fastify.get('/docs/*', async (request, reply) => {
    if (!(await serve(request, reply, root, request.url.slice('/docs'.length).split('?')[0] ?? '/'))) sendNoSuchRoute(request, reply);
    return reply;
  });
};

/** The console: files as they are, and its page for every other address, which it reads itself. */
const consolePages = (fastify: FastifyInstance, root: string) => {
  fastify.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const elsewhere = /^\/(?:api|health|docs)(?:\/|$)/.test(path);
    const wantsPage = !/\.[a-z0-9]+$/i.test(path);
    const served = !elsewhere && ((path !== '/' && (await serve(request, reply, root, path))) || (wantsPage && (await serve(request, reply, root, '/index.html'))));
    if (!served) sendNoSuchRoute(request, reply);
    return reply;
  });
};

export const staticFiles = (fastify: FastifyInstance, consoleDir: string | undefined): void => {
  docs(fastify);
  if (consoleDir !== undefined && existsSync(join(consoleDir, 'index.html'))) consolePages(fastify, consoleDir);
};
