import { describe, expect, it } from 'vitest';
import type { ChannelFailureKind } from '../port.ts';
import { classifyAnswer, classifyNoAnswer, type LostAnswer } from './classify.ts';
import { answer, NOW } from './testing/scripted-platform.ts';

type Row = {
  name: string;
  status?: number;
  code?: number;
  message?: string;
  body?: string;
  headers?: Record<string, string>;
  read: ChannelFailureKind;
  write?: ChannelFailureKind;
  retryAfterMs?: number;
};

const rows: Row[] = [
  { name: 'rate limited, no Retry-After', status: 429, code: 36009002, read: 'retry-later' },
  { name: 'rate limited, seconds', status: 429, code: 36009002, headers: { 'retry-after': '7' }, read: 'retry-later', retryAfterMs: 7_000 },
  { name: 'rate limited with HTTP 200', code: 36009002, read: 'retry-later' },
  {
    name: '429 of a gateway, a date',
    status: 429,
    body: '<html>slow down</html>',
    headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' },
    read: 'retry-later',
    retryAfterMs: 30_000,
  },
  {
    name: 'Retry-After in the past',
    status: 429,
    body: '',
    headers: { 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' },
    read: 'retry-later',
    retryAfterMs: 0,
  },
  {
    name: 'Retry-After beyond reason',
    status: 429,
    body: '',
    headers: { 'retry-after': '99999999' },
    read: 'retry-later',
    retryAfterMs: 86_400_000,
  },
  { name: 'internal error', status: 500, code: 36009003, read: 'retry-later', write: 'unknown-outcome' },
  { name: 'platform timeout', code: 36009007, read: 'retry-later', write: 'unknown-outcome' },
  {
    name: '503 page of a gateway',
    status: 503,
    body: '<html>busy</html>',
    headers: { 'retry-after': '3' },
    read: 'retry-later',
    write: 'unknown-outcome',
    retryAfterMs: 3_000,
  },
  { name: '502, empty', status: 502, body: '', read: 'retry-later', write: 'unknown-outcome' },
  { name: '500 with an unknown code', status: 500, code: 98009999, read: 'retry-later', write: 'unknown-outcome' },
  { name: 'HTML with status 200', status: 200, body: '<html>maintenance</html>', read: 'retry-later', write: 'unknown-outcome' },
  { name: 'a body cut short', status: 200, body: '{"code":0,"message":"Succ', read: 'retry-later', write: 'unknown-outcome' },
  { name: 'JSON without a code', status: 200, body: '{"hello":1}', read: 'retry-later', write: 'unknown-outcome' },
  { name: 'firewall in front', status: 403, body: '<html>blocked</html>', read: 'retry-later' },
  { name: 'redirect', status: 302, body: '', read: 'rejected' },
  { name: '404 page', status: 404, body: '<html>not found</html>', read: 'rejected' },
  { name: 'token expired', status: 401, code: 105002, read: 're-authorise' },
  { name: 'scope missing', status: 403, code: 105005, read: 're-authorise' },
  { name: 'token and cipher apart', code: 101000, read: 're-authorise' },
  { name: 'token host says no', code: 36004004, read: 're-authorise' },
  { name: 'signature wrong', status: 401, code: 106001, read: 'rejected' },
  { name: 'cipher missing', code: 106013, read: 'rejected' },
  { name: 'address not allowed', code: 36009033, read: 'rejected' },
  { name: 'version retired', code: 36009014, read: 'rejected' },
  { name: 'unknown path', status: 404, code: 36009009, read: 'rejected' },
  { name: 'messages of the day used up', code: 45101004, read: 'out-of-quota' },
  { name: 'listing limit', code: 12052093, read: 'out-of-quota' },
  { name: 'document not ready', code: 11034037, read: 'retry-later' },
  { name: 'package already shipped', code: 11006021, read: 'rejected' },
  { name: 'a code nobody knows', code: 77777777, read: 'rejected' },
  { name: 'catch-all: timestamp', status: 400, code: 36009004, message: 'Invalid timestamp, too old', read: 'retry-later' },
  { name: 'catch-all: access token', status: 401, code: 36009004, message: 'x-tts-access-token header is invalid', read: 're-authorise' },
  { name: 'catch-all: access token in words', code: 36009004, message: 'Access token is invalid', read: 're-authorise' },
  { name: 'catch-all: app key', status: 400, code: 36009004, message: 'Invalid app_key', read: 'rejected' },
  { name: 'catch-all: sign', code: 36009004, message: 'Missing parameter sign', read: 'rejected' },
  { name: 'catch-all: cipher', code: 36009004, message: 'unexpected shop_cipher', read: 'rejected' },
  { name: 'catch-all: page token is no access token', code: 36009004, message: 'Invalid page_token', read: 'rejected' },
  { name: 'catch-all: page token in words', code: 36009004, message: 'The page token is malformed', read: 'rejected' },
  { name: 'catch-all: a field', code: 36009004, message: 'page_size must be between 1 and 100', read: 'rejected' },
];

function failureOf(row: Row, lostAnswer: LostAnswer) {
  const body = row.body ?? {
    code: row.code,
    message: row.message ?? 'words of the platform about 1 Example Street',
    request_id: '20260101AB',
  };
  const result = classifyAnswer(answer(row.status ?? 200, body, row.headers), { operation: 'some call', lostAnswer, now: NOW });
  if (result.ok) throw new Error('classified as success');
  return result;
}

describe('failures', () => {
  it.each(rows)('$name → $read for a read', (row) => {
    const { failure } = failureOf(row, 'retry-later');
    expect(failure.kind).toBe(row.read);
    expect(failure.channelCode).toBe(row.code === undefined ? null : String(row.code));
    expect(failure.retryAfterMs).toBe(row.retryAfterMs ?? null);
  });

  it.each(rows)('$name → $write for a write that cannot be repeated', (row) => {
    expect(failureOf(row, 'unknown-outcome').failure.kind).toBe(row.write ?? row.read);
  });

  it('carries the request id, and never the words of the platform', () => {
    const { failure } = failureOf({ name: '', code: 77777777, read: 'rejected' }, 'retry-later');
    expect(failure.requestId).toBe('20260101AB');
    expect(failure.message).not.toContain('Example Street');
    expect(failure.message).toContain('77777777');
  });

  it('goes by the code, not by the HTTP status', () => {
    expect(classifyAnswer(answer(500, { code: 0, data: { a: 1 } }), { operation: 'x', lostAnswer: 'retry-later', now: NOW })).toMatchObject(
      { ok: true, data: { a: 1 } },
    );
  });
});

describe('no answer', () => {
  const failed = (code: string) => Object.assign(new Error('https://auth.example/?app_secret=hush'), { cause: { code } });

  it('may run again when it was a read, and is of unknown outcome when it was not', () => {
    expect(classifyNoAnswer(failed('UND_ERR_HEADERS_TIMEOUT'), { operation: 'x', lostAnswer: 'retry-later' }).kind).toBe('retry-later');
    expect(classifyNoAnswer(failed('ECONNRESET'), { operation: 'x', lostAnswer: 'unknown-outcome' }).kind).toBe('unknown-outcome');
  });

  it('may run again in any case when it never left', () => {
    expect(classifyNoAnswer(failed('ECONNREFUSED'), { operation: 'x', lostAnswer: 'unknown-outcome' }).kind).toBe('retry-later');
  });

  it('keeps the address, which holds the secret, to itself', () => {
    expect(classifyNoAnswer(failed('ECONNRESET'), { operation: 'x', lostAnswer: 'retry-later' }).message).not.toContain('hush');
    expect(classifyNoAnswer('thrown text', { operation: 'x', lostAnswer: 'retry-later' }).message).not.toContain('thrown');
  });
});
