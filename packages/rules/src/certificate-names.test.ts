import { expect, test } from 'vitest';
import { certificateNames, documentTypeOf } from './certificate-names.ts';

test.each([
  ['Thai FDA notification', 'THAI_FDA'],
  ['Thailand FDA registration (cosmetics)', 'THAI_FDA'],
  ['Children’s product certificate', 'CPSC_DECLARATION'],
  ["Children's Product Certificate (CPC)", 'CPSC_DECLARATION'],
  ['UKCA Declaration of Conformity', 'UKCA_DECLARATION'],
  ['Packaging EPR number', 'EPR_REGISTRATION'],
  ['SGS test report', 'SGS_TEST_REPORT'],
  ['Brand authorization letter', 'BRAND_AUTHORISATION'],
  ['Aviso de funcionamiento', 'COFEPRIS_OPERATION_NOTICE'],
  ['Product safety report', null],
  ['FDA notification', null],
  ['UKCA test report', null],
  ['Depreciation sheet', null],
  ['', null],
])('%s is %s', (name, type) => {
  expect(documentTypeOf(name)).toBe(type);
});

test('every row says whose word it is', () => {
  expect(certificateNames.filter(({ source }) => source.length < 10)).toEqual([]);
});
