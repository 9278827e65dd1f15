import type { ChannelProgrammes, ShopAccess } from '@tradewind/channels';
import { ChannelFailure } from '@tradewind/channels';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessOf, DAY_MS, readAll, type Stage, startStage } from './client.ts';

/** Applications for programmes as the sandbox's seller centre takes them, from the form to the decision and beyond. */
let stage: Stage;
let programmes: ChannelProgrammes;
let american: ShopAccess;
let german: ShopAccess;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
// Anew for each: days go by, and a token lives seven.
beforeEach(async () => {
  const { tokens, shops } = await stage.consent();
  const accessIn = (market: string): ShopAccess => {
    const shop = shops.find((each) => each.market === market) ?? shops[0];
    if (!shop) throw new Error('the consent covers no shop');
    return accessOf(tokens, shop);
  };
  american = accessIn('US');
  german = accessIn('GB');
  if (!stage.channel.programmes) throw new Error('the channel offers no programmes');
  programmes = stage.channel.programmes;
  expect(tokens.grantedScopes).toContain(programmes.scope);
});

const HOUR_MS = 3_600_000;
const listed = (access: ShopAccess) =>
  readAll((pageToken) => programmes.applicationsUpdated(access, { updatedFrom: 0, updatedTo: stage.now() + HOUR_MS, pageToken }));
const hosting = {
  programme: 'eu-local-hosted',
  entityJurisdiction: 'CN',
  stockCountries: ['PL'],
  shipToCountry: 'DE',
  vatCountries: ['DE'],
  documents: [{ type: 'VAT_REGISTRATION', fileName: 'VAT_REGISTRATION.pdf', sha256: 'a'.repeat(64) }],
} as const;

test('an invitation is asked for, reviewed, and granted for the categories that may be', async () => {
  const made = await programmes.apply(american, {
    programme: 'us-to-mexico',
    categories: ['toys-3-plus', 'beauty-personal-care'],
    qualifications: [],
  });
  expect(made).toMatchObject({ programme: 'us-to-mexico', status: 'submitted', reasons: [], stage: null });
  const second = programmes.apply(american, { programme: 'us-to-mexico', categories: ['kids-clothing'], qualifications: [] });
  await expect(second).rejects.toMatchObject({ kind: 'rejected', channelCode: '99003003' });
  await expect(second).rejects.toBeInstanceOf(ChannelFailure);
  await stage.advance(5 * 60_000);
  expect(await listed(american)).toMatchObject([{ channelApplicationId: made.channelApplicationId, status: 'in-review' }]);
  await stage.advance(3 * DAY_MS);
  const [decided] = await listed(american);
  expect(decided).toMatchObject({
    status: 'approved',
    invitedCategories: ['toys-3-plus'],
    reasons: [{ code: 'qualification-missing', subject: 'beauty-personal-care' }],
  });
  expect(decided?.history.map(({ status }) => status)).toEqual(['submitted', 'in-review', 'approved']);
  const [truth] = await stage.truth('programme-applications', american.channelShopId);
  expect(decided?.updatedAt).toBe(Math.floor(Number(truth?.updatedAt) / 1000) * 1000);
});

test('the interest form is reviewed, and an approved shop begins with a cold start; a form that lacks something is told what', async () => {
  await programmes.apply(german, { ...hosting, stockCountries: ['US'], vatCountries: [], documents: [] });
  await stage.advance(3 * DAY_MS + HOUR_MS);
  expect((await listed(german)).at(-1)).toMatchObject({
    status: 'rejected',
    reasons: [{ code: 'no-eu-stock' }, { code: 'vat-missing', subject: 'DE' }],
    stage: null,
  });
  await programmes.apply(german, { ...hosting, stockCountries: ['PL'], vatCountries: ['DE'], documents: [...hosting.documents] });
  await stage.advance(3 * DAY_MS + HOUR_MS);
  expect((await listed(german)).at(-1)).toMatchObject({ status: 'approved', stage: 'cold-start', invitedCategories: [] });
});

test('the programme of the US is refused to shops elsewhere', async () => {
  const asked = programmes.apply(german, { programme: 'us-to-mexico', categories: ['toys-3-plus'], qualifications: [] });
  await expect(asked).rejects.toMatchObject({ kind: 'rejected', channelCode: '99003001' });
});
