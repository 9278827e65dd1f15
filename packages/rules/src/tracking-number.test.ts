import { describe, expect, test } from 'vitest';
import { readTrackingNumber } from './tracking-number.ts';

describe('a tracking number is read', () => {
  test.each([
    ['RR473124829GB', 'RR473124829GB', true, 'GB'],
    [' rr 4731 24829 gb ', 'RR473124829GB', true, 'GB'],
    ['RR473124828GB', 'RR473124828GB', false, null],
    ['EE123456785CN', 'EE123456785CN', true, 'CN'],
    ['1Z999AA10123456784', '1Z999AA10123456784', true, null],
    ['JD0146-0000-9999', 'JD0146-0000-9999', true, null],
    ['12345', '12345', false, null],
    ['ABC/123456', 'ABC/123456', false, null],
    ['', '', false, null],
    ['追跡番号123456', '追跡番号123456', false, null],
    ['A'.repeat(41), 'A'.repeat(41), false, null],
  ])('%s', (text, number, isValid, countryOfOrigin) => {
    expect(readTrackingNumber(text)).toEqual({ number, isValid, countryOfOrigin });
  });
});
