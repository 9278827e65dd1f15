import { expect, test } from 'vitest';
import { evaluatePolicy } from './index.ts';

const given = {
  entityJurisdiction: 'CN',
  invited: true,
  stockCountries: ['US', 'PL'],
  shipToCountry: 'DE',
  vatCountries: ['DE'],
  documents: [],
};

test.each([
  [{}, [], 'submit-interest-form'],
  [{ application: 'submitted' }, [], 'await-review'],
  [{ application: 'approved' }, [], 'open'],
  [{ application: 'rejected' }, [], 'prepare'],
  [{ invited: false }, ['not-invited'], 'submit-interest-form'],
  [{ invited: false, application: 'submitted' }, ['not-invited'], 'await-review'],
  [{ invited: false, application: 'approved' }, ['not-invited'], 'await-review'],
  [{ invited: false, application: 'rejected' }, ['not-invited'], 'prepare'],
  [{ entityJurisdiction: 'HK' }, [], 'submit-interest-form'],
  [{ entityJurisdiction: 'US' }, ['entity-jurisdiction'], 'prepare'],
  [{ stockCountries: ['NO'] }, [], 'submit-interest-form'],
  [{ stockCountries: ['TR'] }, ['no-eu-stock'], 'prepare'],
  [{ stockCountries: [] }, ['no-eu-stock'], 'prepare'],
  [{ shipToCountry: 'GB' }, ['ship-to-country'], 'prepare'],
  [{ shipToCountry: 'CH', vatCountries: [] }, ['ship-to-country'], 'prepare'],
  [{ vatCountries: ['PL'] }, ['vat-missing'], 'prepare'],
  [
    { entityJurisdiction: 'GB', stockCountries: [], vatCountries: [], invited: false, application: 'approved' },
    ['entity-jurisdiction', 'no-eu-stock', 'vat-missing', 'not-invited'],
    'prepare',
  ],
])('%j: %j, %s', (differs, codes, nextStep) => {
  const result = evaluatePolicy('eu-local-hosted', { ...given, ...differs });
  expect(result).toMatchObject({ eligible: codes.length === 0, nextStep, covered: true });
  expect(result.reasons.map((reason) => reason.code)).toEqual(codes);
});

test('papers are carried, not judged', () => {
  const papers = [{ type: 'VAT_REGISTRATION', validUntil: '2020-01-01T00:00:00Z', status: 'rejected' }];
  expect(evaluatePolicy('eu-local-hosted', { ...given, documents: papers })).toEqual(evaluatePolicy('eu-local-hosted', given));
});
