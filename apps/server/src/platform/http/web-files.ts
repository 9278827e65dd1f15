/**
 * Serves the built web from memory. Files under /assets carry a hash in their name and may be kept for ever; the
 * page itself is never kept, because each answer has a fresh nonce in place of __CSP_NONCE__. Any other address
 * without a dot in its last part is a page of the single-page application. Only files read at start can be
 * asked for, so no path leads out of the folder.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Random } from '../ports.ts';
import { pagePolicy } from './security.ts';

/** `acceptEncoding` is the request's header: texts are sent gzipped to those who take it, compressed once. */
export type WebFiles = { answer(pathname: string, acceptEncoding?: string | null): Response | null };

const NONCE_PLACE = '__CSP_NONCE__';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

export function openWebFiles(folder: string, random: Random): WebFiles {
  const files = new Map<string, Buffer>(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map((entry) => {
        const file = path.join(entry.parentPath, entry.name);
        return [`/${path.relative(folder, file).split(path.sep).join('/')}`, readFileSync(file)] as const;
      }),
  );
  const packed = new Map<string, Buffer>();
  const gzipOf = (pathname: string, bytes: Buffer): Buffer | null => {
    if (!/^(text|application|image\/svg)/.test(mediaTypeOf(pathname))) return null;
    const made = packed.get(pathname) ?? gzipSync(bytes);
    packed.set(pathname, made);
    return made;
  };
  const page = files.get('/index.html')?.toString('utf8') ?? null;
  const scriptHashes = page === null ? [] : inlineScriptHashes(page);
  return {
    answer: (pathname, acceptEncoding = null) => {
      if (pathname !== '/' && pathname !== '/index.html') {
        const file = files.get(pathname);
        if (file) return fileAnswer({ pathname, bytes: file, gzipped: acceptsGzip(acceptEncoding) ? gzipOf(pathname, file) : null });
        if (pathname.split('/').at(-1)?.includes('.')) return null;
      }
      return page === null ? null : pageAnswer(page, newNonce(random), scriptHashes);
    },
  };
}

export const newNonce = (random: Random): string => Buffer.from(random.bytes(16)).toString('base64');

export function htmlHeaders(nonce: string, scriptHashes: readonly string[] = []): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': pagePolicy({ nonce, scriptHashes }),
  };
}

const pageAnswer = (page: string, nonce: string, scriptHashes: readonly string[]): Response =>
  new Response(page.replaceAll(NONCE_PLACE, nonce), { headers: htmlHeaders(nonce, scriptHashes) });

const acceptsGzip = (header: string | null): boolean => /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/i.test(header ?? '');
const mediaTypeOf = (pathname: string): string => mediaTypes[path.extname(pathname)] ?? 'application/octet-stream';

type Served = { pathname: string; bytes: Buffer; gzipped: Buffer | null };

function fileAnswer({ pathname, bytes, gzipped }: Served): Response {
  const isHashed = pathname.startsWith('/assets/');
  return new Response(new Uint8Array(gzipped ?? bytes), {
    headers: {
      'content-type': mediaTypeOf(pathname),
      vary: 'accept-encoding',
      ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

/** Scripts inside the page (choosing dark before the first paint): the policy names them by their content. */
function inlineScriptHashes(page: string): string[] {
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(([, text = '']) =>
    createHash('sha256').update(text).digest('base64'),
  );
}
