/** Reviews in the reader's language: beside their words, and no longer than these. */
import type { ChannelReview } from '@tradewind/channels';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGivenSend } from '../../platform/http-given.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { type Bench, type BuiltShop, buildCaller, buildShop, createBench } from '../accounts/testing.ts';
import { good } from '../catalog/testing.ts';
import { applyReviews } from '../reviews/index.ts';
import { translationHandlers } from './index.ts';
import { startPhraseServer } from './testing/phrase-server.ts';

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let phrases: Awaited<ReturnType<typeof startPhraseServer>>;
beforeAll(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId, { market: 'MX' });
  phrases = await startPhraseServer();
  bench.services.sendGiven = createGivenSend({ privateHosts: [phrases.host] });
});
afterAll(async () => {
  await phrases.close();
  await database.close();
});

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const ask = () => translationHandlers(bench.services);
const plain = { requestId: 'test', query: {}, params: {}, body: undefined };
const caller = (facts: object = {}) => buildCaller(shop.merchantId, facts);
const WORDS = 'Perfecto, gracias por todo.';
const IN_CHINESE = '[demo] 太好了，谢谢。';

async function reviewed(change: Partial<ChannelReview> = {}): Promise<string> {
  const at = bench.services.clock.now();
  const item: ChannelReview = {
    ...{ channelReviewId: 'r-1', channelOrderId: 'o-1', channelProductId: 'p-1', rating: 5, body: WORDS, language: 'es', author: 'Ana' },
    ...{ isIncentivised: false, isWithdrawn: false, reply: null, writtenAt: at, updatedAt: at },
    ...change,
  };
  await within((tx) => applyReviews(tx, { services: bench.services, shop, items: [item] }));
  const { id } = await within((tx) =>
    tx.selectFrom('review').select('id').where('channel_review_id', '=', item.channelReviewId).executeTakeFirstOrThrow(),
  );
  return id;
}
const read = async (id: string, who = caller()) =>
  good(await ask()['review-translations.create']({ ...plain, caller: who, body: { language: 'zh', reviewIds: [id] } })).items;
const held = () => within((tx) => tx.selectFrom('review_translation').select(['language', 'body']).execute());

test('without a provider it is said; with one it is made once, kept, and goes with the words', async () => {
  const id = await reviewed();
  expect(await read(id)).toMatchObject([{ state: 'unavailable', reason: 'no-provider' }]);
  const provider = {
    kind: 'openai-compatible',
    name: 'House',
    address: `http://${phrases.host}/v1`,
    model: 'phrases',
    price: null,
    isOn: true,
    key: 'x',
  } as const;
  good(await ask()['translation-settings.set']({ ...plain, caller: caller(), body: { usesMemory: false, providers: [provider] } }));
  expect(await read(id)).toMatchObject([{ state: 'translated', from: 'es', text: IN_CHINESE, by: { kind: 'provider', name: 'House' } }]);
  const asked = phrases.state.asked.length;
  expect(await read(id)).toMatchObject([{ text: IN_CHINESE }]);
  expect(phrases.state.asked).toHaveLength(asked);
  expect(await held()).toEqual([{ language: 'zh', body: IN_CHINESE }]);

  // Other words have no translation of the old ones.
  await bench.clock.advance(1_000);
  await reviewed({ body: 'Muchas gracias, ¿cuándo llega?', updatedAt: bench.clock.now() });
  expect(await held()).toEqual([]);
  expect(await read(id)).toMatchObject([{ text: '[demo] 非常感谢，什么时候到？' }]);
  await bench.clock.advance(1_000);
  await reviewed({ isWithdrawn: true, updatedAt: bench.clock.now() });
  expect(await held()).toEqual([]);
  expect(await read(id)).toEqual([]);
});

test('nobody reads the reviews of a shop that is not theirs, and their own language needs no machine', async () => {
  const id = await reviewed({ channelReviewId: 'r-2' });
  expect(await read(id, caller({ shopIds: [] }))).toEqual([]);
  expect(await read(id, buildCaller(database.otherMerchantId))).toEqual([]);
  const chinese = await reviewed({ channelReviewId: 'r-3', body: '很好', language: 'zh-CN' });
  expect(await read(chinese)).toMatchObject([{ state: 'unneeded' }]);
  const silent = await reviewed({ channelReviewId: 'r-4', body: '' });
  expect(await read(silent)).toEqual([]);
});

test('an answer is put into the language of the review, and nothing is kept of it', async () => {
  const id = await reviewed({ channelReviewId: 'r-5' });
  const translate = (text: string, from: string, who = caller()) =>
    ask()['review-text-translations.create']({ ...plain, caller: who, params: { reviewId: id }, body: { text, from } });
  const before = await held();
  expect(good(await translate('不客气，祝您愉快。', 'zh'))).toMatchObject({ to: 'es', text: '[demo] De nada, que tenga un buen día.' });
  expect(good(await translate('Gracias', 'es'))).toMatchObject({ to: 'es', text: 'Gracias', by: { kind: 'typed' } });
  expect(await held()).toEqual(before);
  expect(await translate('不客气', 'zh', caller({ shopIds: [] }))).toMatchObject({ refused: 'not-found' });
});
