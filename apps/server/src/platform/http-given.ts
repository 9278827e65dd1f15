/**
 * The door for addresses that merchants type in. A name is looked up once and the connection goes to what was looked at, so an answer of
 * the name server that changes between the look and the call leads nowhere; what is not a public address is refused, unless the operator
 * has named the host (PRIVATE_HOSTS), as for a model in the own house. Redirects are handed back, answers are read up to ANSWER_MAX_BYTES,
 * and errors name host and reason, never path, header or body.
 */
import { lookup as lookUp } from 'node:dns';
import { type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { NoAnswer } from './http-out.ts';
import type { HttpAnswer, HttpRequest, HttpSend } from './ports.ts';

const ANSWER_MAX_BYTES = 2 * 1024 * 1024;

/** The host may not be called: it lies in a private network, and the operator has not named it. */
export class AddressRefused extends Error {
  override name = 'AddressRefused';
}

const closed = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
  ] as const),
  ...([
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ] as const),
  ...([['224.0.0.0', 3]] as const),
])
  closed.addSubnet(net, bits, 'ipv4');
// Of version 6 only what is routed in public; 2000::/3 also holds tunnels that carry a private version 4 address.
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  closed.addSubnet(net, bits, 'ipv6');

export const isPublicAddress = (address: string): boolean => {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, 'ipv4');
  return version === 6 && open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
};

type Options = { /** As host:port, lower case. */ privateHosts: readonly string[] };

export function createGivenSend({ privateHosts }: Options): HttpSend {
  return async (request) => {
    const url = URL.canParse(request.url) ? new URL(request.url) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) throw new AddressRefused('not an address to call');
    const port = url.port || (url.protocol === 'https:' ? '443' : '80');
    const isNamed = privateHosts.includes(`${url.hostname.toLowerCase()}:${port}`);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!isNamed && isIP(host) > 0 && !isPublicAddress(host)) throw new AddressRefused(`${url.host} is no public address`);
    return exchange(url, request, isNamed ? {} : { lookup: publicLookup });
  };
}

/** Node connects to what this answers, and to nothing else. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    const [first] = found;
    if (!first || !found.every(({ address }) => isPublicAddress(address)))
      return done(new AddressRefused(`${hostname} is no public address`), []);
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
};

function exchange(url: URL, { method, headers, body, timeoutMs }: HttpRequest, more: RequestOptions): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const start = url.protocol === 'https:' ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }): void => {
      const reason = signal.aborted ? `none within ${timeoutMs} ms` : (error.code ?? error.name);
      const isSaid = error instanceof AddressRefused || error instanceof NoAnswer;
      reject(isSaid ? error : new NoAnswer(`no answer from ${url.host}: ${reason}`));
    };
    const length = body ? { 'content-length': String(body.byteLength) } : {};
    const outgoing = start(url, { method, headers: { ...headers, ...length }, signal, agent: false, ...more }, (answer) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > ANSWER_MAX_BYTES) answer.destroy(new NoAnswer(`the answer of ${url.host} is larger than ${ANSWER_MAX_BYTES} bytes`));
        else chunks.push(chunk);
      });
      answer.on('error', fail);
      answer.on('end', () => {
        const named = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
        resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(named), body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}
