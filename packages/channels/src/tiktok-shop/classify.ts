/**
 * From an HTTP answer (or its absence) to data or to one of the five kinds of failure.
 * The platform's code decides, not the HTTP status: business refusals come with 200 and some successes
 * might not. The status counts only where no envelope could be read, or its code is unknown to us.
 * Messages are made of our own words, the code and the request id. The platform's text is read to
 * classify, but never passed on: it may quote what was sent, and that may be personal.
 */
import { z } from 'zod';
import { ChannelFailure, type ChannelFailureKind, type HttpAnswer } from '../port.ts';
import { parseJson } from '../shared/json.ts';
import { BY_MESSAGE, OVERLOADED_CODE, RATE_LIMITED, VERDICTS, type Verdict } from './failure-codes.ts';

/** What a lost answer means: reads and harmless repeats may simply run again. */
export type LostAnswer = 'retry-later' | 'unknown-outcome';
export type Classified =
  | { ok: true; data: unknown; requestId: string | null }
  | { ok: false; failure: ChannelFailure; isRateLimit: boolean };

const envelopeShape = z.object({
  code: z.union([z.int(), z.string().regex(/^\d{1,12}$/)]).transform(String),
  message: z.string().nullish(),
  request_id: z.string().nullish(),
  data: z.unknown().optional(),
});

const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
/** Statuses of an intermediary that say "not now"; 403 is what a firewall in front answers. */
const TRANSIENT_STATUSES = new Set([403, 408, 425, 429]);
/** The request never left, so even a write may be repeated. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export function classifyAnswer(answer: HttpAnswer, call: { operation: string; lostAnswer: LostAnswer; now: number }): Classified {
  const envelope = readEnvelope(answer.body);
  if (envelope?.code === '0') return { ok: true, data: envelope.data ?? {}, requestId: safeRequestId(envelope.request_id) };
  const verdict = envelope ? verdictOf(envelope.code, envelope.message ?? '', answer.status) : verdictOfStatus(answer.status);
  const isRateLimit = answer.status === 429 || envelope?.code === RATE_LIMITED;
  const requestId = safeRequestId(envelope?.request_id ?? answer.headers['x-tts-logid']);
  const retryAfterMs = readRetryAfter(answer.headers['retry-after'], call.now);
  const kind = settle(verdict.kind, call.lostAnswer);
  const failure = new ChannelFailure(kind, `TikTok Shop, ${call.operation}: ${verdict.why}`, {
    ...(envelope ? { channelCode: envelope.code } : {}),
    ...(requestId ? { requestId } : {}),
    ...(retryAfterMs !== null && kind === 'retry-later' ? { retryAfterMs } : {}),
  });
  return { ok: false, failure, isRateLimit };
}

/** No answer at all. The error's own text stays behind: it may hold the address with the app secret in it. */
export function classifyNoAnswer(error: unknown, call: { operation: string; lostAnswer: LostAnswer }): ChannelFailure {
  const code = networkCode(error);
  const kind = code !== null && NEVER_SENT.has(code) ? 'retry-later' : call.lostAnswer;
  return new ChannelFailure(kind, `TikTok Shop, ${call.operation}: no answer arrived${code ? ` (${code})` : ''}`);
}

function readEnvelope(body: Uint8Array): z.infer<typeof envelopeShape> | null {
  try {
    return envelopeShape.safeParse(parseJson(body)).data ?? null;
  } catch {
    // HTML of a gateway, a body cut short, bytes that are no UTF-8: no envelope.
    return null;
  }
}

function verdictOf(code: string, message: string, status: number): Verdict {
  if (code === OVERLOADED_CODE) {
    return BY_MESSAGE.find((row) => row.pattern.test(message)) ?? { kind: 'rejected', why: 'a field of the request is not valid' };
  }
  const known = Object.hasOwn(VERDICTS, code) ? VERDICTS[code] : undefined;
  if (known) return known;
  if (status === 429) return { kind: 'retry-later', why: 'the rate limit is reached' };
  if (status >= 500) return { kind: 'lost', why: 'the platform had an internal error' };
  return { kind: 'rejected', why: `refused with code ${code}` };
}

function verdictOfStatus(status: number): Verdict {
  if (status === 429) return { kind: 'retry-later', why: 'the rate limit is reached' };
  if (TRANSIENT_STATUSES.has(status)) return { kind: 'retry-later', why: `HTTP ${status} from a gateway` };
  if (status >= 300 && status < 500) return { kind: 'rejected', why: `HTTP ${status} without the platform’s envelope` };
  return { kind: 'lost', why: status >= 500 ? `HTTP ${status}, the platform is overloaded or down` : 'the answer is unreadable' };
}

function settle(kind: Verdict['kind'], lostAnswer: LostAnswer): ChannelFailureKind {
  return kind === 'lost' ? lostAnswer : kind;
}

/** Seconds or an HTTP date; bounded, because a slip of the platform must not park a shop for weeks. */
function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const value = header.trim();
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(waitMs) ? Math.min(Math.max(waitMs, 0), LONGEST_RETRY_AFTER_MS) : null;
}

function safeRequestId(value: string | null | undefined): string | null {
  return value && /^[\w-]{1,64}$/.test(value) ? value : null;
}

function networkCode(error: unknown): string | null {
  const seen = z.object({ code: z.string().optional(), cause: z.object({ code: z.string().optional() }).optional() }).safeParse(error);
  const code = seen.data?.code ?? seen.data?.cause?.code ?? null;
  return code !== null && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : null;
}
