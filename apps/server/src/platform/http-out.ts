/**
 * The one way out. Addresses come from the operator's configuration, so private ones are allowed here; requests to addresses that
 * merchants type in need another door. Redirects are handed back, never followed: a 302 must not carry a token elsewhere. An answer is
 * read up to ANSWER_MAX_BYTES (counted after decompression), and errors name host and reason, never query, header or body.
 */
import type { HttpAnswer, HttpRequest, HttpSend } from './ports.ts';

const ANSWER_MAX_BYTES = 20 * 1024 * 1024;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** No answer arrived, or not a whole one: whether the other side acted is unknown. Carries no `code`, which would read as the database's. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

export function createHttpSend({ fetch }: { fetch: Fetch }): HttpSend {
  return async (request) => {
    const url = address(request.url);
    const signal = AbortSignal.timeout(request.timeoutMs);
    try {
      const response = await fetch(url.href, {
        method: request.method,
        headers: request.headers,
        redirect: 'manual',
        signal,
        ...(request.body ? { body: Buffer.from(request.body) } : {}),
      });
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await readBody(response, url.host) };
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      throw new NoAnswer(`no answer from ${url.host}: ${signal.aborted ? `none within ${request.timeoutMs} ms` : reasonOf(error)}`);
    }
  };
}

function address(text: HttpRequest['url']): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError('only http and https addresses can be called');
  if (url.username || url.password) throw new TypeError('an address must not carry credentials');
  return url;
}

async function readBody(response: Response, host: string): Promise<HttpAnswer['body']> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Breaking out of the loop by the throw cancels the rest of the download.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > ANSWER_MAX_BYTES) throw new NoAnswer(`the answer of ${host} is larger than ${ANSWER_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

/** fetch says "fetch failed" and hides the reason in its cause. Only the code is taken: messages may quote the address. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}
