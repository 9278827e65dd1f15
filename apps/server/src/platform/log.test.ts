import { ChannelFailure } from '@tradewind/channels';
import { expect, test } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.ts';
import { createLog, errorFields, type LogLevel } from './log.ts';

function capture(level: LogLevel = 'info') {
  const lines: string[] = [];
  const log = createLog({ destination: { write: (line) => lines.push(line) }, clock: createVirtualClock(Date.UTC(2026, 0, 2)), level });
  return { log, lines };
}

test('only allowed fields are written, whatever is passed', () => {
  const { log, lines } = capture();
  // A spread of a wider object passes the type check: extra fields are what this test is about.
  const wider = { shopId: 's-1', count: 2, accessToken: 'ROW_secret', buyer: { name: 'Maria' }, authorization: 'Bearer x' };
  log.info('shop.bound', { ...wider });
  const { time, level, ...rest } = JSON.parse(lines[0] ?? '');
  expect({ time, level }).toEqual({ time: '2026-01-02T00:00:00.000Z', level: 'info' });
  expect(rest).toEqual({ event: 'shop.bound', shopId: 's-1', count: 2 });
});

test('an allowed field does not smuggle: objects are dropped, long text is cut, a line stays one line', () => {
  const { log, lines } = capture();
  const smuggled: unknown = JSON.parse('{"code":{"token":"ROW_secret"},"route":"a\\nb"}');
  log.warn('x', { ...(smuggled as object), operation: 'y'.repeat(5_000) });
  expect(lines[0]).not.toContain('ROW_secret');
  expect(lines[0]?.length).toBeLessThan(500);
  expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1);
});

test('the level decides what is written', () => {
  const { log, lines } = capture('warn');
  log.info('quiet');
  log.error('loud');
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['loud']);
});

test('errors keep what helps and lose what they quote', () => {
  const parse = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  };
  expect(errorFields(parse('Maria Lopez 081-2345')).errorMessage).not.toMatch(/Maria|Lopez|081/);
  expect(errorFields(parse('{"token":"ROW_secret')).errorMessage).not.toMatch(/ROW_secret/);
  expect(errorFields(new TypeError("Cannot read properties of undefined (reading 'shopId')")).errorMessage).toContain('shopId');
  expect(errorFields(new Error('it can\'t be "half open')).errorMessage).not.toContain('half open');
  expect(errorFields(new ChannelFailure('rejected', 'order "12" is unknown')).errorMessage).toBe('order "12" is unknown');
  const duplicate = Object.assign(new Error('duplicate key value violates unique constraint "orders_pkey"'), {
    code: '23505',
    detail: 'Key (email)=(maria@example.com)',
  });
  expect(errorFields(duplicate)).toMatchObject({ errorCode: '23505', errorMessage: expect.stringContaining('orders_pkey') });
  expect(JSON.stringify(errorFields(duplicate))).not.toContain('maria@');
  expect(errorFields(new Error('secret in message')).errorStack).not.toContain('secret in message');
});
