import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';

test.each([
  ['MX', ['card'], false, ['oxxo', 'bnpl-or-wallet'], [], 0.5, true],
  ['MX', ['card', 'card'], false, ['oxxo', 'bnpl-or-wallet'], [], 0.5, true],
  ['MX', [], false, ['oxxo', 'bnpl-or-wallet'], ['card'], null, false],
  ['MX', ['oxxo', 'wallet'], true, [], ['card'], 0, false],
  ['MX', ['card', 'oxxo', 'bnpl'], true, [], [], 0, false],
  ['MX', ['card', 'oxxo'], false, ['bnpl-or-wallet'], [], null, false],
  ['MX', ['card', 'bnpl', 'wallet', 'pix'], false, ['oxxo'], [], null, false],
  ['BR', ['pix'], true, [], ['card', 'bnpl', 'boleto'], 0, false],
  ['BR', ['card'], false, ['pix'], ['bnpl', 'boleto'], 0.5, true],
  ['BR', ['boleto', 'card'], false, ['pix'], ['bnpl'], null, false],
])('%s with %j: adequate %s, missing %j, recommended %j, loss %s', (...row) => {
  const [market, methods, adequate, missing, recommended, estimatedLossShare, atLeast] = row;
  expect(evaluatePolicy('local-payments', { market, methods })).toMatchObject({
    adequate,
    missing,
    recommended,
    estimatedLossShare,
    atLeast,
    covered: true,
  });
});

test('other markets are not judged', () => {
  expect(evaluatePolicy('local-payments', { market: 'CL', methods: ['card'] })).toMatchObject({
    adequate: null,
    missing: [],
    recommended: [],
    estimatedLossShare: null,
    atLeast: false,
    covered: false,
  });
});
