import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { createHttpSend, NoAnswer } from './http-out.ts';

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const send = createHttpSend({ fetch });
const get = (url: string, timeoutMs = 5_000) => send({ method: 'GET', url, headers: {}, timeoutMs });

test('bytes go out and come back unchanged, headers lower-cased, error statuses as answers', async () => {
  const url = await serve(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.writeHead(503, { 'Retry-After': '7', 'X-Method': request.method }).end(Buffer.concat(chunks));
  });
  const body = Uint8Array.from({ length: 256 }, (_, index) => index);
  const answer = await send({ method: 'POST', url, headers: { 'content-type': 'application/octet-stream' }, body, timeoutMs: 5_000 });
  expect(answer.status).toBe(503);
  expect(answer.headers).toMatchObject({ 'retry-after': '7', 'x-method': 'POST' });
  expect([...answer.body]).toEqual([...body]);
});

test('a redirect is handed back, not followed', async () => {
  const visited: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    visited.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await get(`${url}/here`)).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
  expect(visited).toEqual(['/here']);
});

test('silence, refusal and a cut answer are errors that show neither query nor headers', async () => {
  const silent = await serve(() => undefined);
  const cut = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  const [server] = servers.splice(servers.push(createServer().listen(0, '127.0.0.1')) - 1);
  if (!server) throw new Error('no server');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  const refused = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  for (const [url, reason] of [
    [silent, 'none within 200 ms'],
    [cut, 'UND_ERR_SOCKET'],
    [refused, 'ECONNREFUSED'],
  ] as const) {
    const request = {
      method: 'GET',
      url: `${url}/api?access_token=ROW_secret`,
      headers: { 'x-tts-access-token': 'ROW_secret' },
      timeoutMs: 200,
    };
    const failure = await send(request).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NoAnswer);
    expect(String(failure)).toContain(reason);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('ROW_secret');
    // A code would let the queue take it for a database that is away, and retry for ever without counting.
    expect(failure).not.toHaveProperty('code');
  }
});

test('an answer without end is cut off at 20 MB', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(1024 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  });
  await expect(get(url, 20_000)).rejects.toThrow(/larger than 20971520 bytes/);
});

test('only http and https addresses without credentials are called', async () => {
  for (const url of ['file:///etc/passwd', 'ftp://example.com/', 'not an address', 'http://user:pass@127.0.0.1/']) {
    const failure = await get(url).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect(String(failure)).not.toContain('pass@');
  }
});
