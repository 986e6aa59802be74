/**
 * The page at `/`: plain HTML, CSS and JavaScript of our own, served from files that are read once. Nothing comes
 * from elsewhere, and the policy lets nothing else in.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const FOLDER = path.join(import.meta.dirname, 'page');

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Without a demo everything is typed by hand. */
const NO_EXAMPLES = JSON.stringify({ people: [], questions: [] });

interface PageFile {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly tag: string;
}

/** Adds `/`, `/page/…` and `/demo.json`, which is the demo's text or says that there is none. */
export function addPages(app: FastifyInstance, demo: string | undefined): void {
  const hidden = { schema: { hide: true } };
  for (const name of readdirSync(FOLDER)) {
    const file = pageFile(name);
    const url = name === 'index.html' ? '/' : `/page/${name}`;
    app.get(url, hidden, (request, reply) => sendFile(file, request, reply));
  }
  app.get('/demo.json', hidden, (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(demo ?? NO_EXAMPLES),
  );
}

function pageFile(name: string): PageFile {
  const bytes = readFileSync(path.join(FOLDER, name));
  return {
    bytes,
    mediaType: MEDIA_TYPES[path.extname(name)] ?? 'application/octet-stream',
    tag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  };
}

function sendFile(file: PageFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply
    .header('content-security-policy', POLICY)
    .header('referrer-policy', 'no-referrer')
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'no-cache')
    .header('etag', file.tag);
  if (request.headers['if-none-match'] === file.tag) return reply.code(304).send();
  return reply.type(file.mediaType).send(file.bytes);
}
