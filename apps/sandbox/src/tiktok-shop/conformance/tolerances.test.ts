import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Call, firstShop, type Stage, stage } from './client.ts';

/** What clients on the wire do, row by row of reference §2.2. */
let set: Stage;
let token: string;
beforeAll(async () => {
  set = stage();
  token = await set.token();
});
afterAll(() => set.close());

const rows: [string, () => Call][] = [
  ['a body {} that is signed', () => search({ body: '{}' })],
  ['a body {} that is not signed', () => search({ body: '{}', signedBody: '' })],
  ['a POST with JSON type and no body', () => search({})],
  ['a DELETE with a JSON body', () => webhooks({ method: 'DELETE', body: '{"event_type":"NEW_MESSAGE"}' })],
  [
    'escaped slashes and non-ASCII letters in JSON',
    () => webhooks({ method: 'PUT', body: '{"address":"https:\\/\\/tradewind.example\\/hooks\\/店","event_type":"NEW_MESSAGE"}' }),
  ],
  ['an access_token in the query, unsigned', () => ({ path: '/authorization/202309/shops', query: { access_token: 'TTP_old' } })],
  ['a timestamp 100 seconds old', () => search({ override: { timestamp: String(Math.floor(set.sim.now() / 1000) - 100) } })],
  ['shop_id beside shop_cipher, signed', () => search({ extra: { shop_id: firstShop(set.sim).id } })],
  ['a charset in the content type', () => search({ body: '{}', contentType: 'application/json; charset=utf-8' })],
];

test.each(rows)('accepts %s', async (_what, make) => {
  const answer = await set.call({ token, ...make() });
  expect([answer.code, answer.message]).toEqual([0, 'Success']);
});

test('a changed byte of the body breaks the signature', async () => {
  const answer = await set.call({
    token,
    ...search({ body: '{"order_status":"COMPLETED"}', signedBody: '{"order_status": "COMPLETED"}' }),
  });
  expect(answer.code).toBe(106001);
});

test('a multipart body is left out of the signature, whatever the case of the media type', async () => {
  const answer = await set.call({
    token,
    ...webhooks({ method: 'PUT', body: '--x--', signedBody: '', contentType: 'Multipart/Form-Data; boundary=x' }),
  });
  expect(answer.code).toBe(36009022);
});

test('a shop_id of another shop is refused', async () => {
  const answer = await set.call({ token, ...search({ extra: { shop_id: '1' } }) });
  expect([answer.code, answer.message]).toEqual([36009004, 'Invalid shop_id']);
});

function search(parts: Partial<Call> & { extra?: Record<string, string> }): Call {
  const { extra, ...rest } = parts;
  return {
    path: '/order/202309/orders/search',
    method: 'POST',
    query: { shop_cipher: firstShop(set.sim).cipher, page_size: '2', ...extra },
    ...rest,
  };
}

function webhooks(parts: Partial<Call>): Call {
  return { path: '/event/202309/webhooks', query: { shop_cipher: firstShop(set.sim).cipher }, ...parts };
}
