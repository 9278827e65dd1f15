import { describe, expect, it } from 'vitest';
import { sameSignature, signHint, signRequest } from './signing.ts';
import vectors from './testing/signature-vectors.json' with { type: 'json' };

const utf8 = new TextEncoder();

describe('request signatures', () => {
  it.each(vectors.request_vectors)('$id', (vector) => {
    const query: Record<string, string> = Object.fromEntries(Object.entries(vector.query).filter(([, value]) => value !== undefined));
    const body = vector.body === null ? undefined : utf8.encode(vector.body);
    expect(signRequest(vector.app_secret, { path: vector.path, query, contentType: vector.content_type, body })).toBe(vector.sign);
  });

  it('leaves a multipart body out whatever the case of its type', () => {
    const parts = { path: '/p', query: { a: '1' }, body: utf8.encode('x') };
    const bare = signRequest('s', { path: '/p', query: { a: '1' }, contentType: 'application/json' });
    expect(signRequest('s', { ...parts, contentType: 'Multipart/Form-Data; boundary=y' })).toBe(bare);
    expect(signRequest('s', { ...parts, contentType: 'application/json' })).not.toBe(bare);
  });

  it('does not sign an earlier sign', () => {
    const parts = { path: '/p', contentType: 'application/json' };
    expect(signRequest('s', { ...parts, query: { a: '1', sign: 'old' } })).toBe(signRequest('s', { ...parts, query: { a: '1' } }));
  });
});

describe('webhook signatures', () => {
  it.each(vectors.webhook_vectors)('$id', (vector) => {
    const signature = signHint({ appKey: vector.app_key, appSecret: vector.app_secret }, utf8.encode(vector.raw_body));
    expect(signature).toBe(vector.authorization_header);
  });

  it('compares texts of any length without throwing', () => {
    expect(sameSignature('abc', 'abc')).toBe(true);
    expect(sameSignature('abc', '')).toBe(false);
    expect(sameSignature('abc', 'abcd'.repeat(10_000))).toBe(false);
  });
});
