/** Applications for further shops against the sandbox: what the connector sends is reviewed, and what it reads is the truth. */
import type { ChannelOpening, ChannelOpenings, ChannelShop, ChannelTokens, NewOpening, ShopAccess } from '@tradewind/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessOf, readAll, type Stage, startStage } from './client.ts';

const MINUTE = 60_000;
let stage: Stage;
let tokens: ChannelTokens;
let source: ShopAccess;
let seller: string;
let openings: ChannelOpenings;
beforeAll(async () => {
  stage = await startStage();
  const consent = await stage.consent();
  tokens = consent.tokens;
  seller = tokens.accountName;
  const [shop] = consent.shops;
  if (!shop || !stage.channel.openings) throw new Error('no shop to open from, or no way to apply');
  source = accessOf(tokens, shop);
  openings = stage.channel.openings;
});
afterAll(() => stage.close());

const TYPES = ['BUSINESS_LICENCE', 'LEGAL_REP_ID', 'CORPORATE_BANK_ACCOUNT', 'EXPORT_DECLARATION_COMMITMENT', 'LEGAL_REP_PHOTO_WITH_DATE'];
const papers = (types: readonly string[]): NewOpening['documents'] =>
  types.map((type, index) => ({
    type,
    fileName: `${type}.pdf`,
    sha256: String(index + 1)
      .repeat(64)
      .slice(0, 64),
    validUntil: stage.now() + 400 * 24 * 60 * MINUTE,
    scopeNamesOnlineSales: type === 'BUSINESS_LICENCE' ? true : null,
  }));
const wish = (change: Partial<NewOpening> = {}): NewOpening => ({
  targetMarket: 'PH',
  entity: { name: seller, jurisdiction: 'CN' },
  category: 'beauty-personal-care',
  brandOwner: true,
  documents: papers(TYPES.slice(0, 4)),
  ...change,
});
const submit = async (change: Partial<NewOpening> = {}): Promise<ChannelOpening> => {
  const answer = await openings.submit(source, wish(change));
  if ('refused' in answer) throw new Error(`refused: ${answer.refused}`);
  return answer;
};
const marketsOf = (shops: readonly ChannelShop[]) => shops.map(({ market }) => market);

test('the scope that every call needs is one that a consent names', () => {
  expect(tokens.grantedScopes).toContain(openings.scope);
});

test('a complete application is reviewed and opens a shop, which the same consent lists from then on', async () => {
  const made = await submit();
  expect(made).toMatchObject({
    ...{
      status: 'submitted',
      targetMarket: 'PH',
      entityName: seller,
      sourceChannelShopId: source.channelShopId,
      openedChannelShopId: null,
    },
    deposit: { amount: 2_000_000, frozen: 0, currency: 'CNY', frozenInSteps: true },
  });
  expect(made.documents).toEqual(papers(TYPES.slice(0, 4)).map(({ type, sha256 }) => ({ type, sha256 })));
  await stage.advance(3 * 24 * 60 * MINUTE + MINUTE);
  const open = await openings.read(source, made.channelOpeningId);
  expect(open.history.map(({ status }) => status)).toEqual(['submitted', 'in-review', 'approved', 'open']);
  expect(open.deposit?.frozen).toBe(500_000);
  const shops = await stage.channel.authorisedShops(tokens.accessToken);
  expect(marketsOf(shops.filter(({ channelShopId }) => channelShopId === open.openedChannelShopId))).toEqual(['PH']);
});

test('an application without its papers is rejected with each one named; another entity goes the long way', async () => {
  const made = await submit({
    targetMarket: 'MY',
    entity: { name: 'Somebody Else Ltd', jurisdiction: 'CN' },
    documents: papers(TYPES.slice(0, 1)),
  });
  expect(made).toMatchObject({ path: 'full-review', pathReasons: expect.arrayContaining(['other-entity']) });
  await stage.advance(2 * MINUTE);
  const down = await openings.read(source, made.channelOpeningId);
  expect(down.status).toBe('rejected');
  expect(down.reasons.map(({ code, document }) => `${code} ${document}`)).toEqual([
    'cannot-enter-review EXPORT_DECLARATION_COMMITMENT',
    'document-missing LEGAL_REP_ID',
    'document-missing CORPORATE_BANK_ACCOUNT',
    'document-missing EXPORT_DECLARATION_COMMITMENT',
    'document-missing LEGAL_REP_PHOTO_WITH_DATE',
  ]);
});

test('a third shop in one country is refused at once, and that is an answer', async () => {
  await submit({ targetMarket: 'SG' });
  await submit({ targetMarket: 'SG' });
  expect(await openings.submit(source, wish({ targetMarket: 'SG' }))).toEqual({ refused: 'no-slot-left' });
  expect(await openings.submit({ ...source, channelShopId: '1' }, wish())).toEqual({ refused: 'source-not-covered' });
});

test('the list holds every application by its last change, and its truth', async () => {
  const range = { updatedFrom: 0, updatedTo: stage.now() + MINUTE };
  const listed = await readAll((pageToken) => openings.updated(source, { ...range, pageToken }));
  const truth = await stage.truth('openings', source.channelShopId);
  const line = ({ channelOpeningId, status, targetMarket }: ChannelOpening) => `${channelOpeningId} ${status} ${targetMarket}`;
  const wanted = truth.map(({ id, status, targetMarket }) => `${id} ${String(status).toLowerCase().replace('_', '-')} ${targetMarket}`);
  expect(listed.map(line).sort()).toEqual(wanted.sort());
  const updates = listed.map(({ updatedAt }) => updatedAt);
  expect(updates).toEqual([...updates].sort((a, b) => a - b));
});
