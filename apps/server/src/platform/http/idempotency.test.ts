import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realClock } from '../clock/real-clock.ts';
import { codeOf, startTestServer, type TestServer } from './testing.ts';

const DAY_MS = 24 * 3_600_000;
let server: TestServer;
let key: string;
let skewMs = 0;
let running = 0;
let hold: Promise<void> | null = null;
let fail = false;

beforeAll(async () => {
  server = await startTestServer({
    realClock: { ...realClock, now: () => Date.now() + skewMs },
    handlers: () => ({
      'legal-entities.create': async ({ body }) => {
        running += 1;
        await hold;
        if (fail) throw new Error('broken');
        return { id: randomUUID(), name: body.name, jurisdiction: body.jurisdiction, shopCount: 0, createdAt: new Date().toISOString() };
      },
    }),
  });
  key = await server.keyWith();
});
afterAll(() => server.close());

const create = (idempotencyKey: string, body: object, by = key) =>
  server.call('POST', '/api/v1/legal-entities', { key: by, body, headers: { 'idempotency-key': idempotencyKey } });

describe('Idempotency-Key', () => {
  test('the same request gives the same answer and runs once', async () => {
    const before = running;
    const first = await create('a', { name: 'One', jurisdiction: 'CN' });
    const second = await create('a', { jurisdiction: 'CN', name: 'One' });
    expect([first.status, second.status, running - before]).toEqual([201, 201, 1]);
    expect(second.body).toEqual(first.body);
  });

  test('another body, and another caller, are mismatches', async () => {
    await create('b', { name: 'One' });
    expect(codeOf(await create('b', { name: 'Two' }))).toBe('idempotency-mismatch');
    expect(codeOf(await create('b', { name: 'One' }, await server.keyWith()))).toBe('idempotency-mismatch');
  });

  test('of many at once one runs; the others are told to wait and then get its answer', async () => {
    const before = running;
    let letGo = (): void => undefined;
    hold = new Promise((resolve) => (letGo = resolve));
    const first = create('c', { name: 'One' });
    await expect.poll(() => running).toBe(before + 1);
    const others = await Promise.all(Array.from({ length: 8 }, () => create('c', { name: 'One' })));
    expect(new Set(others.map(codeOf))).toEqual(new Set(['idempotency-in-progress']));
    letGo();
    hold = null;
    const answer = await first;
    expect((await create('c', { name: 'One' })).body).toEqual(answer.body);
    expect(running - before).toBe(1);
  });

  test('a failure frees the key', async () => {
    fail = true;
    expect((await create('d', { name: 'One' })).status).toBe(500);
    fail = false;
    expect((await create('d', { name: 'One' })).status).toBe(201);
  });

  test('a bad body uses nothing up; a key that is no key is refused', async () => {
    expect((await create('e', { name: 7 })).status).toBe(422);
    expect((await create('e', { name: 'One' })).status).toBe(201);
    expect((await create('with space', { name: 'One' })).status).toBe(422);
    expect((await create('x'.repeat(256), { name: 'One' })).status).toBe(422);
  });

  test('after 7 days the key is new again', async () => {
    const first = await create('f', { name: 'One' });
    skewMs = 7 * DAY_MS - 60_000;
    expect((await create('f', { name: 'One' })).body).toEqual(first.body);
    skewMs = 7 * DAY_MS + 60_000;
    expect((await create('f', { name: 'One' })).body).not.toEqual(first.body);
    skewMs = 0;
  });

  test('what is kept cannot be read in the database', async () => {
    await create('g', { name: 'Quite Recognisable' });
    const row = await server.test.database.withMerchant(server.owner.merchantId, (tx) =>
      tx.selectFrom('idempotency_key').selectAll().where('key', '=', 'g').executeTakeFirstOrThrow(),
    );
    expect(Buffer.from(row.answer ?? []).toString('latin1')).not.toContain('Recognisable');
    expect(row.answer_status).toBe(201);
  });
});
