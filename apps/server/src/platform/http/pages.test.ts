import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { routes } from '@tradewind/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mountRaw } from './mount-raw.ts';
import { startTestServer, type TestServer } from './testing.ts';

const boot = "document.documentElement.dataset.theme='dark'";
let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tw-web-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(
    path.join(folder, 'index.html'),
    `<meta property="csp-nonce" nonce="__CSP_NONCE__"><script>${boot}</script><script type="module" src="/assets/a.js"></script>`,
  );
  writeFileSync(path.join(folder, 'assets', 'a.js'), 'export {}');
  server = await startTestServer({
    webDir: folder,
    mount: (api) => {
      mountRaw(api, { method: 'POST', path: '/hooks/{channel}' }, async ({ params, bytes, headers }) =>
        Response.json({ ...params, signature: headers.get('authorization'), digest: createHash('sha256').update(bytes).digest('hex') }),
      );
      mountRaw(api, { method: 'GET', path: '/oauth/{channel}/callback' }, async ({ query, callerOf }) =>
        Response.json({ code: query.get('code'), caller: (await callerOf())?.name ?? null }),
      );
    },
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('the web', () => {
  test('the page has a fresh nonce, also in its policy, and the boot script’s hash', async () => {
    const [first, second] = [await server.call('GET', '/'), await server.call('GET', '/orders?status=unpaid')];
    const nonceOf = (text: string) => /nonce="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(nonceOf(first.text)).not.toBe(nonceOf(second.text));
    const hash = createHash('sha256').update(boot).digest('base64');
    expect(first.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self' 'sha256-${hash}'; style-src 'self' 'nonce-${nonceOf(first.text)}'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; report-uri /api/csp-reports`,
    );
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(first.headers.get('strict-transport-security')).toBeNull();
  });

  test.each([
    ['gzip, deflate, br', 'gzip'],
    ['gzip;q=0.5', 'gzip'],
    ['br, gzip;q=0', null],
    ['identity', null],
  ])('a browser that accepts %s gets its scripts as %s, with the same content', async (accepts, encoding) => {
    const answer = await fetch(`${server.url}/assets/a.js`, { headers: { 'accept-encoding': accepts } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toBe('accept-encoding');
    expect(await answer.text()).toBe('export {}');
  });

  test.each([
    '/',
    '/api/v1/me',
    '/api/v1/events',
    '/api/v1/openapi.json',
    '/assets/a.js',
    '/api/docs',
    '/livez',
    '/metrics',
    '/api/v1/nothing',
    '/oauth/tiktok-shop/callback',
  ])('%s carries the security headers', async (address) => {
    const { headers } = await server.call('GET', address);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
  });

  test('assets are kept for ever; absent files and API addresses are no pages', async () => {
    const asset = await server.call('GET', '/assets/a.js');
    expect([asset.status, asset.headers.get('content-type'), asset.headers.get('cache-control')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    for (const address of ['/assets/b.js', '/api/orders', '/hooks', '/mcp', '/..%2f..%2fetc/passwd.txt']) {
      expect((await server.call('GET', address)).status, address).toBe(404);
    }
    expect((await server.call('POST', '/orders', { body: {} })).status).toBe(404);
  });

  test('a foreign name that points here is refused', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${server.url}/`, { headers: { host: 'evil.example' } }, (answer) => resolve(answer.statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

describe('raw addresses', () => {
  test('see the bytes as they came', async () => {
    const bytes = new Uint8Array([0x7b, 0x20, 0xff, 0x00, 0x0a]);
    const { body } = await server.call('POST', '/hooks/tiktok-shop', {
      raw: bytes,
      headers: { authorization: 'abc', 'content-type': 'text/plain' },
    });
    expect(body).toEqual({ channel: 'tiktok-shop', signature: 'abc', digest: createHash('sha256').update(bytes).digest('hex') });
    expect((await server.call('POST', '/hooks/x', { raw: new Uint8Array(1024 * 1024 + 1) })).status).toBe(413);
    expect((await server.call('GET', '/hooks/x')).status).toBe(405);
  });

  test('a call-back knows whose browser it is, if anybody’s', async () => {
    const address = '/oauth/tiktok-shop/callback?code=c';
    expect((await server.call('GET', address)).body).toEqual({ code: 'c', caller: null });
    const cookie = await server.cookieOf(server.owner);
    expect((await server.call('GET', address, { cookie })).body).toEqual({ code: 'c', caller: 'Olive Owner' });
  });
});

describe('documents', () => {
  const operation = z.object({
    operationId: z.string(),
    summary: z.string().min(1),
    parameters: z.array(
      z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean(), schema: z.object({}) }),
    ),
    // JSON, or the bytes of a file.
    requestBody: z
      .object({ content: z.record(z.string(), z.object({ schema: z.object({ type: z.enum(['object', 'string']) }) })) })
      .optional(),
    responses: z.record(z.string(), z.object({ description: z.string() })),
  });

  test('OpenAPI lists every route of the contract with its parameters, and nothing else', async () => {
    const { status, body } = await server.call('GET', '/api/v1/openapi.json');
    expect(status).toBe(200);
    const document = z.object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.record(z.string(), operation)) }).parse(body);
    const operations = Object.entries(document.paths).flatMap(([address, verbs]) =>
      Object.values(verbs).map((each) => ({ address, ...each })),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
    for (const { address, parameters, responses } of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath).toEqual([...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(Object.keys(responses)).toContain('default');
    }
  });

  test('the docs page needs nothing from elsewhere and names every route', async () => {
    const { text, headers } = await server.call('GET', '/api/docs');
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).not.toMatch(/https?:\/\/|<script|style="/);
    for (const id of Object.keys(routes)) expect(text).toContain(`id="${id}"`);
  });

  test('reports of blocked content are taken and counted, not believed', async () => {
    expect(
      (await server.call('POST', '/api/csp-reports', { raw: '{"csp-report":{}}', headers: { 'content-type': 'application/csp-report' } }))
        .status,
    ).toBe(204);
  });
});
