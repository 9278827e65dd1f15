import { expect, test } from 'vitest';
import { z } from 'zod';
import { signNotification, signRequest, verifyRequest } from '../signature.ts';
import file from './signature-vectors.json' with { type: 'json' };

const Vectors = z.object({
  request_vectors: z.array(
    z.object({
      id: z.string(),
      app_secret: z.string(),
      path: z.string(),
      query: z.record(z.string(), z.string()),
      body: z.string().nullable(),
      content_type: z.string(),
      sign: z.string().optional(),
      expected_by_source: z.string().optional(),
    }),
  ),
  webhook_vectors: z.array(
    z.object({ id: z.string(), app_key: z.string(), app_secret: z.string(), raw_body: z.string(), authorization_header: z.string() }),
  ),
});
const vectors = Vectors.parse(file);

test.each(vectors.request_vectors)('signs request vector $id', (vector) => {
  const request = {
    path: vector.path,
    query: Object.entries(vector.query),
    body: new TextEncoder().encode(vector.body ?? ''),
    contentType: vector.content_type,
  };
  const expected = vector.sign ?? vector.expected_by_source ?? 'the vector names no signature';
  expect(signRequest(request, vector.app_secret)).toBe(expected);
  expect(verifyRequest(request, expected, vector.app_secret)).toBe(true);
  expect(verifyRequest(request, expected, `${vector.app_secret}x`)).toBe(false);
});

test.each(vectors.webhook_vectors)('signs notification vector $id', (vector) => {
  const app = { appKey: vector.app_key, appSecret: vector.app_secret };
  expect(signNotification(vector.raw_body, app)).toBe(vector.authorization_header);
});

test('covers every vector of the reference', () => {
  expect(vectors.request_vectors).toHaveLength(7);
  expect(vectors.webhook_vectors).toHaveLength(3);
});
