import { expect, test } from 'vitest';
import { createGivenSend, isPublicAddress } from './http-given.ts';

test.each([
  ['8.8.8.8', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['2606:4700::1111', true],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['2002:7f00:1::', false],
  ['fe80::1', false],
  ['localhost', false],
])('%s is a public address: %s', (address, is) => expect(isPublicAddress(address)).toBe(is));

test.each([
  'http://127.0.0.1:1/',
  'http://[::1]:1/',
  'http://localhost:1/',
  'http://2130706433:1/',
  'file:///etc/hosts',
  'http://a:b@8.8.8.8/',
])('%s is not called', async (url) => {
  const send = createGivenSend({ privateHosts: ['127.0.0.1:2'] });
  await expect(send({ method: 'GET', url, headers: {}, timeoutMs: 1_000 })).rejects.toThrow(/address/);
});
