/**
 * One call to the platform, from throttle to verdict: wait for a slot → sign → send → classify.
 * The order matters: the signature carries the time and is good for five minutes, so it is made after
 * the wait. Nothing is repeated here; the worker decides by the failure's kind.
 * Bounds: one time limit per call, given to the sender; the throttle's own bound on waiting.
 */
import { ChannelFailure, type ChannelFailureKind, type Clock, type HttpSend, type ShopAccess } from '../port.ts';
import { multipart, type Upload } from '../shared/multipart.ts';
import type { Throttle } from '../shared/throttle.ts';
import { type Classified, classifyAnswer, classifyNoAnswer } from './classify.ts';
import type { Operation } from './operations.ts';
import { signRequest } from './signing.ts';

/** One line per call for logs and meters. Holds no address, no token and nothing personal. */
export type CallFacts = {
  operation: string;
  channelShopId: string | null;
  /** null = no answer arrived. */
  status: number | null;
  outcome: 'ok' | ChannelFailureKind;
  channelCode: string | null;
  requestId: string | null;
  startedAt: number;
  durationMs: number;
};

export type SignedCall = {
  operation: Operation;
  /** Address in front of the path; the extension lies elsewhere than the API. */
  baseUrl: string;
  accessToken: string;
  shop: ShopAccess | null;
  query?: Record<string, string>;
  body?: unknown;
  /** In place of a body. */
  upload?: Upload;
  /** Values for the {names} of the path. */
  pathIds?: Record<string, string>;
};

export type Caller = {
  signed(call: SignedCall): Promise<unknown>;
  /** The token host: unsigned, the secrets travel in the query. Its address must never be logged. */
  token(operation: Operation, query: Record<string, string>): Promise<unknown>;
  /** Bytes at an address that an answer gave, which is a secret of its own: no token goes there and it is never logged. */
  download(operation: Operation, url: string): Promise<Uint8Array>;
};

export type CallerParts = {
  app: { appKey: string; appSecret: string; authUrl: string };
  send: HttpSend;
  clock: Clock;
  throttle: Throttle;
  onCall: ((facts: CallFacts) => void) | undefined;
};

const TIMEOUT_MS = 20_000;
const CONTENT_TYPE = 'application/json';
const utf8 = new TextEncoder();

type Prepared = { url: string; headers: Record<string, string>; body?: Uint8Array };

export function createCaller(parts: CallerParts): Caller {
  const { app, clock, throttle } = parts;

  async function attempt(operation: Operation, channelShopId: string | null, prepare: () => Prepared): Promise<unknown> {
    const key = `${app.appKey}|${channelShopId ?? '-'}|${operation.method} ${operation.path}`;
    await throttle.take(key);
    const startedAt = clock.now();
    const call = { operation: operation.name, lostAnswer: operation.lostAnswer };
    const request = { method: operation.method, timeoutMs: TIMEOUT_MS, ...prepare() };
    // Only the sending is guarded: a mistake of ours in preparing or reading must not look like a bad line.
    const sent = await parts.send(request).then(
      (answer) => ({ answer, error: null }),
      (error: unknown) => ({ answer: null, error }),
    );
    const result: Classified = sent.answer
      ? classifyAnswer(sent.answer, { ...call, now: clock.now() })
      : { ok: false, failure: classifyNoAnswer(sent.error, call), isRateLimit: false };
    parts.onCall?.({
      ...outcomeOf(result),
      operation: operation.name,
      channelShopId,
      status: sent.answer?.status ?? null,
      startedAt,
      durationMs: clock.now() - startedAt,
    });
    if (result.ok) return result.data;
    throw result.isRateLimit ? afterRest(result.failure, throttle.pause(key, result.failure.retryAfterMs)) : result.failure;
  }

  return {
    signed(call) {
      return attempt(call.operation, call.shop?.channelShopId ?? null, () => {
        const url = new URL(call.baseUrl.replace(/\/+$/, '') + fillPath(call.operation.path, call.pathIds ?? {}));
        const query: Record<string, string> = { ...call.query, app_key: app.appKey, timestamp: String(Math.floor(clock.now() / 1000)) };
        if (call.shop) query.shop_cipher = call.shop.cipher;
        const { contentType, body } = contentOf(call);
        query.sign = signRequest(app.appSecret, { path: url.pathname, query, contentType, body });
        return {
          url: withQuery(url, query),
          headers: { 'content-type': contentType, 'x-tts-access-token': call.accessToken },
          ...(body ? { body } : {}),
        };
      });
    },
    token(operation, query) {
      return attempt(operation, null, () => {
        const url = new URL(app.authUrl.replace(/\/+$/, '') + operation.path);
        return {
          url: withQuery(url, { ...query, app_key: app.appKey, app_secret: app.appSecret }),
          headers: { 'content-type': CONTENT_TYPE },
        };
      });
    },
    download: (operation, url) => download(parts, operation, url),
  };
}

/** Whatever went wrong, the address can be asked for anew: nothing here is for good. */
async function download({ send, clock, onCall }: CallerParts, { name, method }: Operation, url: string): Promise<Uint8Array> {
  const startedAt = clock.now();
  const answer = await send({ method, url, headers: {}, timeoutMs: TIMEOUT_MS }).catch(() => null);
  const isThere = answer?.status === 200;
  onCall?.({
    operation: name,
    channelShopId: null,
    status: answer?.status ?? null,
    outcome: isThere ? 'ok' : 'retry-later',
    channelCode: null,
    requestId: null,
    startedAt,
    durationMs: clock.now() - startedAt,
  });
  if (isThere) return answer.body;
  throw new ChannelFailure('retry-later', `TikTok Shop, ${name}: ${answer ? `HTTP ${answer.status}` : 'no answer arrived'}`);
}

function contentOf({ upload, body }: SignedCall): { contentType: string; body: Uint8Array | undefined } {
  if (upload) return multipart(upload);
  return { contentType: CONTENT_TYPE, body: body === undefined ? undefined : utf8.encode(JSON.stringify(body)) };
}

/** The lane rests at least this long, so the job need not come back earlier. */
function afterRest(failure: ChannelFailure, retryAfterMs: number): ChannelFailure {
  return new ChannelFailure(failure.kind, failure.message, {
    ...(failure.channelCode ? { channelCode: failure.channelCode } : {}),
    ...(failure.requestId ? { requestId: failure.requestId } : {}),
    retryAfterMs,
  });
}

function outcomeOf(result: Classified): Pick<CallFacts, 'outcome' | 'channelCode' | 'requestId'> {
  if (result.ok) return { outcome: 'ok', channelCode: null, requestId: result.requestId };
  const { kind, channelCode, requestId } = result.failure;
  return { outcome: kind, channelCode, requestId };
}

function fillPath(path: string, ids: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = ids[name];
    if (value === undefined) throw new Error(`no value for {${name}} in ${path}`);
    return encodeURIComponent(value);
  });
}

/** Percent-encoding throughout: a "+" for a space would be read literally by a verifier that only decodes percents. */
function withQuery(url: URL, query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  return `${url.origin}${url.pathname}?${pairs.join('&')}`;
}
