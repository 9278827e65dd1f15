/**
 * What only a socket can send: requests that are none, two lengths, chunks that lie, headers twice, half a request. Each connection
 * must get an answer below 500 or be closed, and the server must serve the next one.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { listen } from '../../../apps/server/src/testing/listen.ts';
import type { Findings } from '../report.ts';
import { type FuzzWorld, openFuzzApi } from './bench.ts';

const PATIENCE_MS = 5_000;
/** The server would rightly wait for the rest of these. */
const UNFINISHED = new Set(['no request at all', 'another protocol', 'a new protocol', 'half a request', 'two requests in one']);

function requestsOf({ one }: FuzzWorld): Record<string, string> {
  const key = `Authorization: Bearer ${one.key}\r\n`;
  const post = `POST /api/v1/legal-entities HTTP/1.1\r\nHost: localhost\r\n${key}Content-Type: application/json\r\nConnection: close\r\n`;
  const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${key}Connection: close\r\n${more}\r\n`;
  return {
    'no request at all': '\r\n\r\n\r\n',
    'another protocol': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'no host': `GET /api/v1/me HTTP/1.1\r\n${key}Connection: close\r\n\r\n`,
    'two hosts': get('/api/v1/me', 'Host: evil.example\r\n'),
    'an empty host': `GET /api/v1/me HTTP/1.1\r\nHost:\r\n${key}Connection: close\r\n\r\n`,
    'a host that is no name': `GET /api/v1/me HTTP/1.1\r\nHost: [::1\r\n${key}Connection: close\r\n\r\n`,
    'two keys': get('/api/v1/me', 'Authorization: Bearer twk_x\r\n'),
    'two cookies': get('/api/v1/me', 'Cookie: a=b\r\nCookie: c=d\r\n'),
    'an address with its host': get('http://evil.example/api/v1/me'),
    'an address that is none': get('*'),
    'an address without a slash': get('api/v1/me'),
    'a broken escape': get('/api/v1/orders/%E0%A4%A?q=%'),
    'raw bytes in the address': get('/api/v1/orders?q=\xff\xfe'),
    dots: get('/api/v1/../../../../etc/passwd'),
    'two lengths': `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`,
    'a length and chunks': `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'a length below zero': `${post}Content-Length: -1\r\n\r\n{}`,
    'a length in hex': `${post}Content-Length: 0x10\r\n\r\n{}`,
    'chunks that lie': `${post}Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}\r\n0\r\n\r\n`,
    'chunks of nothing': `${post}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'an unknown encoding': `${post}Transfer-Encoding: gzip, identity\r\n\r\n{}`,
    'a packed body': `${post}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`,
    'more than a megabyte in chunks': `${post}Transfer-Encoding: chunked\r\n\r\n${`10000\r\n${' '.repeat(0x10000)}\r\n`.repeat(17)}0\r\n\r\n`,
    'an expectation': `${post}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
    'an unknown expectation': `${post}Expect: money\r\nContent-Length: 2\r\n\r\n{}`,
    'headers without end': `GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n${'X-A: b\r\n'.repeat(3_000)}\r\n`,
    'a header of 100 kB': get('/api/v1/me', `X-Long: ${'a'.repeat(100_000)}\r\n`),
    'an address of 100 kB': get(`/api/v1/orders?q=${'a'.repeat(100_000)}`),
    'a folded header': get('/api/v1/me', 'X-Fold: a\r\n b\r\n'),
    'a header with a NUL': get('/api/v1/me', 'X-Nul: a\0b\r\n'),
    'a split header': get('/api/v1/me', 'X-A: b\rX-C: d\r\n'),
    'an unknown verb': `BREW /api/v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    CONNECT: `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n`,
    TRACE: `TRACE /api/v1/me HTTP/1.1\r\nHost: localhost\r\n${key}Connection: close\r\n\r\n`,
    'an upgrade': get('/api/v1/events', 'Upgrade: websocket\r\nConnection: Upgrade\r\n'),
    'an old protocol': 'GET /api/v1/me HTTP/0.9\r\n\r\n',
    'a new protocol': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'two requests in one': `${get('/api/v1/me').replace('Connection: close\r\n', '')}${get('/livez')}`,
    'half a request': `${post}Content-Length: 1000\r\n\r\n{"name":`,
  };
}

export async function playWire(world: FuzzWorld, findings: Findings): Promise<number> {
  const fuzz = openFuzzApi(world);
  const { url, stop } = await listen(fuzz.api);
  const port = Number(new URL(url).port);
  const requests = Object.entries(requestsOf(world));
  try {
    // Side by side: some are only over when our own patience is.
    const play = async ([name, request]: [string, string]): Promise<void> => {
      const answer = await exchange(port, request, UNFINISHED.has(name));
      const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
      findings.holds('raw bytes are answered or hung up on', name, {
        is: statuses.every((status) => status < 500),
        seen: answer.slice(0, 120),
        wanted: 'below 500',
      });
      findings.same('nothing foreign in it', name, { ours: world.foreign.filter((word) => answer.includes(word)), theirs: [] });
      const next = await exchange(port, 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', false);
      findings.holds('the server serves the next', name, { is: next.startsWith('HTTP/1.1 200'), seen: next.slice(0, 60), wanted: '200' });
    };
    await Promise.all(requests.map(play));
    findings.same('nothing failed unforeseen', 'raw bytes', { ours: fuzz.failures.slice(0, 3), theirs: [] });
  } finally {
    await stop();
    await fuzz.close();
  }
  return requests.length;
}

/** What came back until the other side hung up; `leave`: we do, in the middle. */
async function exchange(port: number, request: string, leave: boolean): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  socket.on('error', () => undefined); // a reset is a way of hanging up
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  await once(socket, 'connect');
  socket.write(Buffer.from(request, 'latin1'));
  if (leave) socket.end();
  await once(socket, 'close');
  return Buffer.concat(pieces).toString('latin1');
}
