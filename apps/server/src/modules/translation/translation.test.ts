/** From a buyer's words to the reader's language and back, on a real database and the providers' protocols. */
import { existsSync } from 'node:fs';
import { scopes } from '@tradewind/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGivenSend } from '../../platform/http-given.ts';
import { NoAnswer } from '../../platform/http-out.ts';
import { createRunProgram } from '../../platform/run-program.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { jobHandlers, streamNames } from '../../wiring.ts';
import { type Bench, type BuiltShop, buildCaller, buildMessage, buildShop, createBench } from '../accounts/testing.ts';
import { good } from '../catalog/testing.ts';
import { inboxHandlers } from '../inbox/index.ts';
import { keepSweeping, startStreams } from '../intake/index.ts';
import { localisationHandlers } from '../localisation/index.ts';
import { requestErasure } from '../orders/index.ts';
import { translationHandlers } from './index.ts';
import { startPhraseServer } from './testing/phrase-server.ts';

const ORDER = '577086512345678901';
const ASKS = `¿Dónde está mi pedido ${ORDER}?`;
const IN_CHINESE = `[demo] 我的订单 ${ORDER} 在哪里？`;

let database: TestDatabase;
let bench: Bench;
let shop: BuiltShop;
let phrases: Awaited<ReturnType<typeof startPhraseServer>>;
beforeEach(async () => {
  database = await createTestDatabase();
  bench = createBench(database.database);
  shop = await buildShop(bench, database.merchantId, { market: 'MX' });
  phrases = await startPhraseServer();
  bench.services.sendGiven = createGivenSend({ privateHosts: [phrases.host] });
  await within((tx) =>
    tx
      .updateTable('channel_authorization')
      .set({ granted_scopes: ['conversations'] })
      .execute(),
  );
  await within((tx) => startStreams(tx, { services: bench.services, streams: streamNames, ...shop, now: bench.clock.now() }));
  await work();
});
afterEach(async () => {
  await phrases.close();
  await database.close();
});

const within = <T>(run: Parameters<typeof database.database.withMerchant<T>>[1]) => database.database.withMerchant(shop.merchantId, run);
const work = () => {
  const send = () => Promise.reject(new Error('unused'));
  return bench.worker(jobHandlers({ services: bench.services, config: { fxFeedUrl: null }, send, hookAddress: () => '' })).drain();
};
const sweep = async () => {
  await bench.clock.advance(60_000);
  await keepSweeping(bench.services, { merchantId: shop.merchantId, streams: streamNames });
  await work();
};
/** Each buyer has a conversation of that name. */
async function says(buyer: string, ...texts: string[]): Promise<{ conversationId: string; ids: string[] }> {
  for (const text of texts) {
    const said = bench.platform.messages.get(buyer) ?? [];
    const sequence = said.length + 1;
    const id = { channelMessageId: `${buyer}-${sequence}`, sequence };
    bench.platform.messages.set(buyer, [...said, buildMessage({ ...id, from: 'buyer', sentAt: bench.clock.now(), text })]);
  }
  await sweep();
  const { id: conversationId } = await within((tx) =>
    tx.selectFrom('conversation').select('id').where('channel_conversation_id', '=', buyer).executeTakeFirstOrThrow(),
  );
  const rows = await within((tx) =>
    tx
      .selectFrom('message')
      .select('id')
      .where('conversation_id', '=', conversationId)
      .where('sender', '=', 'buyer')
      .orderBy('sequence')
      .execute(),
  );
  return { conversationId, ids: rows.map(({ id }) => id) };
}

const around = (facts: object = {}) => ({
  caller: buildCaller(shop.merchantId, { scopes: new Set(scopes), ...facts }),
  requestId: 'r',
  query: {},
});
const ask = () => translationHandlers(bench.services);
type Provider = Parameters<ReturnType<typeof ask>['translation-settings.set']>[0]['body']['providers'][number];
const at = (path: string) => `http://${phrases.host}${path}`;
const chat: Provider = {
  kind: 'openai-compatible',
  name: 'House model',
  address: 'x',
  model: 'phrases',
  price: null,
  isOn: true,
  key: 'sk-secret',
};
const setUp = async (providers: Partial<Provider>[] = [{}], usesMemory = true) =>
  good(
    await ask()['translation-settings.set']({
      ...around(),
      params: {},
      body: { usesMemory, providers: providers.map((one) => ({ ...chat, address: at('/v1'), ...one })) },
    }),
  );
const settings = async () => good(await ask()['translation-settings.get']({ ...around(), params: {}, body: undefined }));
const read = async (
  { conversationId, ids }: { conversationId: string; ids: string[] },
  more: { language?: string; from?: string } = {},
) => {
  const { items } = good(
    await ask()['message-translations.create']({
      ...around(),
      params: { conversationId },
      body: { language: 'zh', messageIds: ids, ...more },
    }),
  );
  return ids.map((id) => {
    const found = items.find(({ messageId }) => messageId === id);
    return (
      found &&
      [found.state, found.from, found.text, found.by && `${found.by.kind} ${found.by.name}`, found.reason].filter((part) => part !== null)
    );
  });
};
const write = async (conversationId: string, text: string, more: { from?: string; to?: string; isBack?: boolean } = {}) =>
  good(
    await ask()['text-translations.create']({
      ...around(),
      params: { conversationId },
      body: { text, from: 'zh', to: 'es', isBack: false, ...more },
    }),
  );

test('messages come in the reader’s language with who translated them, once; what needs none or cannot be told says so', async () => {
  await setUp();
  const talk = await says('ana', ASKS, '👍', '好的', 'mmm qwrt', ORDER);
  const first = await read(talk);
  expect(first).toEqual([
    ['translated', 'es', IN_CHINESE, 'provider House model'],
    ['unneeded'],
    ['unneeded', 'zh'],
    ['unknown-language'],
    ['unneeded'],
  ]);
  expect(await read(talk)).toEqual(first);
  expect(phrases.state.asked).toEqual([
    { path: '/v1/chat/completions', key: 'Bearer sk-secret', texts: ['¿Dónde está mi pedido ⟦0⟧?'], from: 'es', to: 'zh' },
  ]);
  // Somebody knows better than the detector.
  expect((await read({ ...talk, ids: talk.ids.slice(3, 4) }, { from: 'es' }))[0]?.slice(0, 3)).toEqual([
    'translated',
    'es',
    '[phrase list] mmm qwrt',
  ]);
  // Another conversation, the same words: the memory has them.
  const other = await says('eva', ASKS);
  expect(await read(other)).toEqual([['translated', 'es', IN_CHINESE, 'memory House model']]);
});

test('a long thread goes in several calls at once, each message to its own place', async () => {
  await setUp();
  const texts = Array.from({ length: 20 }, (_, at) => `Hola, la pregunta es sobre mi pedido ${at + 100}`);
  const talk = await says('ana', ...texts, `Hola, ${'quiero mi pedido, por favor. '.repeat(100)}`);
  const read20 = await read(talk);
  expect(read20.slice(0, 20).map((row) => row?.[2])).toEqual(texts.map((text) => `[phrase list] ${text}`));
  expect(read20[20]?.[0]).toBe('translated');
  expect(phrases.state.asked.map((call) => call.texts.length).sort()).toEqual([1, 4, 8, 8]);
});

test('what must survive is put back by code, in the glossary’s words, or there is no translation and the original stays', async () => {
  await setUp();
  good(
    await localisationHandlers(bench.services)['translation-entries.set']({
      ...around(),
      params: {},
      body: { kind: 'term', from: 'es', to: 'zh', source: 'taza Aurora', target: '极光杯' },
    }),
  );
  const talk = await says('ana', `Quiero la taza Aurora por $12.50, https://a.example/x?y=1 para mi pedido ${ORDER}`);
  const [row] = await read(talk);
  for (const kept of ['极光杯', '$12.50', 'https://a.example/x?y=1', ORDER]) expect(row?.[2]).toContain(kept);
  expect(phrases.state.asked[0]?.texts).toEqual(['Quiero la ⟦0⟧ por ⟦1⟧, ⟦2⟧ para mi pedido ⟦3⟧']);
  for (const mood of ['loses', 'adds'] as const) {
    phrases.state.mood = mood;
    const next = await says(`buyer-${mood}`, `Quiero saber de mi pedido ${ORDER} ${mood}`);
    expect(await read(next)).toEqual([['unavailable', 'es', 'lost-literals']]);
  }
});

test('the next provider is asked where one fails; one that fails three times rests a minute; calls, cost and time are counted', async () => {
  await setUp([
    { name: 'First', address: at('/nowhere') },
    { name: 'Second', kind: 'libretranslate', model: null, address: at('/libre'), price: { amount: 2_000, currency: 'USD' } },
    { name: 'Third', kind: 'apertium', model: null, address: at('/apy'), key: null },
  ]);
  const { conversationId } = await says('ana', 'Hola, ¿dónde está mi paquete?');
  const texts = ['您好，您的订单 1 今天发货。', '您好，您的订单 2 今天发货。', '您好，您的订单 3 今天发货。'];
  for (const text of texts) expect((await write(conversationId, text)).by).toEqual({ kind: 'provider', name: 'Second' });
  let [first, second] = (await settings()).providers;
  expect(first).toMatchObject({
    counts: { calls: 3, failures: 3, characters: 0, meanMs: null },
    restsUntil: expect.any(String),
    hasKey: true,
  });
  expect(second).toMatchObject({ counts: { calls: 3, failures: 0, cost: { amount: 1, currency: 'USD' }, meanMs: 0 }, restsUntil: null });
  expect(second?.counts.characters).toBe(3 * [...'您好，您的订单 ⟦0⟧ 今天发货。'].length);
  await write(conversationId, '大概三天后送到。');
  expect((await settings()).providers[0]?.counts.calls).toBe(3);
  await bench.clock.advance(61_000);
  await write(conversationId, '大概三天后送到。!');
  [first, second] = (await settings()).providers;
  expect([first?.counts.calls, first?.restsUntil !== null]).toEqual([4, true]);
  // Nobody knows the pair: nothing is wrong with them, and the original stays.
  phrases.state.mood = 'knows-nobody';
  await bench.clock.advance(1_000);
  expect(await write(conversationId, '另一句话。')).toMatchObject({ text: null, reason: 'language-not-offered' });
  expect((await settings()).providers.slice(1).map(({ restsUntil }) => restsUntil)).toEqual([null, null]);
});

test('a server of Apertium is asked one text at a time, by its names of languages', async () => {
  await setUp([{ name: 'APy', kind: 'apertium', model: null, address: at('/apy'), key: null }]);
  const talk = await says('ana', ASKS, 'Hola, ¿cuándo llega?');
  expect(await read(talk, { language: 'en' })).toEqual([
    ['translated', 'es', `[phrase list] ${ASKS}`, 'provider APy'],
    ['translated', 'es', '[phrase list] Hola, ¿cuándo llega?', 'provider APy'],
  ]);
  expect(phrases.state.asked.map(({ texts, from, to }) => [texts.length, from, to])).toEqual([
    [1, 'spa', 'eng'],
    [1, 'spa', 'eng'],
  ]);
});

test('without a provider, with a slow one, and with one whose address the operator has not named, the words are there and may be sent', async () => {
  const talk = await says('ana', ASKS);
  expect(await read(talk)).toEqual([['unavailable', 'es', 'no-provider']]);
  await setUp([{ address: 'http://127.0.0.1:9/v1' }]);
  expect(await read(talk)).toEqual([['unavailable', 'es', 'model-address-refused']]);
  await setUp([{ kind: 'apertium', address: null, model: null, key: null }]);
  expect(await read(talk)).toEqual([['unavailable', 'es', 'language-not-offered']]);
  expect(await read(talk, { language: 'en' })).toEqual([['unavailable', 'es', 'program-missing']]);
  bench.services.sendGiven = () => Promise.reject(new NoAnswer('no answer from there: none within 8000 ms'));
  await setUp([{}]);
  expect(await read(talk)).toEqual([['unavailable', 'es', 'model-slow']]);
  expect(await write(talk.conversationId, '您好')).toMatchObject({ text: null, reason: 'model-slow' });
  const sent = good(
    await inboxHandlers(bench.services)['messages.create']({
      ...around(),
      params: { conversationId: talk.conversationId },
      body: { message: { kind: 'text', text: 'Hola' }, isConfirmed: false },
    }),
  );
  expect(sent).toMatchObject({ text: 'Hola', state: 'planned' });
});

test('what was seen is what is sent; what was typed stays beside it, is read by the agent, and is remembered, until the buyer is forgotten', async () => {
  await setUp();
  const { conversationId, ids } = await says('ana', ASKS, 'Muchas gracias, ¿cuándo llega?');
  await read({ conversationId, ids });
  const typed = `您好，您的订单 ${ORDER} 今天发货。`;
  const seen = await write(conversationId, typed);
  expect(seen).toMatchObject({ text: `[demo] Hola, su pedido ${ORDER} sale hoy.`, similar: null });
  expect(await write(conversationId, seen.text ?? '', { from: 'es', to: 'zh', isBack: true })).toMatchObject({
    text: `[demo] 您好，您的订单 ${ORDER} 今天发出。`,
    by: { kind: 'provider' },
  });
  const text = `${seen.text} Un saludo.`;
  const send = (more: object = {}) =>
    inboxHandlers(bench.services)['messages.create']({
      ...around(),
      params: { conversationId },
      body: { message: { kind: 'text', text, ...more }, isConfirmed: false, typed: { text: typed, from: 'zh', to: 'es' } },
    });
  // The rule of misconduct reads what would be sent, not what was typed.
  expect(await send({ text: 'Por favor escríbame por WhatsApp' })).toMatchObject({ refused: 'invalid-input' });
  good(await send());
  await work();
  await sweep();
  expect((bench.platform.messages.get('ana') ?? []).filter(({ from }) => from === 'seller').map((one) => one.text)).toEqual([text]);
  const own = await within((tx) => tx.selectFrom('message').select('id').where('sender', '=', 'seller').execute());
  expect(await read({ conversationId, ids: own.map(({ id }) => id) })).toEqual([['translated', typed, 'typed ']]);
  // What a person has seen and sent is what the memory knows, and one like it is offered with how like it is.
  expect(await write(conversationId, typed)).toMatchObject({ text, by: { kind: 'memory', name: 'Olive' } });
  const like = await write(conversationId, '您好，您的订单 577086512345678999 今天发货。');
  expect(like.similar).toEqual({ text: '[demo] Hola, su pedido 577086512345678999 sale hoy. Un saludo.', similarity: 99 });
  expect(like.by).toEqual({ kind: 'provider', name: 'House model' });

  const tables = ['message_translation', 'translation_memory'] as const;
  const counts = () => within((tx) => Promise.all(tables.map(async (table) => (await tx.selectFrom(table).selectAll().execute()).length)));
  expect(await counts()).toEqual([2, 3]);
  await requestErasure(bench.services, { ...around(), channelBuyerId: 'buyer-ana' });
  await work();
  expect(await counts()).toEqual([0, 0]);
  const [row] = await within((tx) => tx.selectFrom('outgoing_message').select(['body', 'typed_body', 'typed_language']).execute());
  expect(row).toEqual({ body: '', typed_body: null, typed_language: null });
});

test('a message that is taken back takes its translation along', async () => {
  await setUp();
  const talk = await says('ana', ASKS);
  await read(talk);
  bench.platform.messages.set(
    'ana',
    (bench.platform.messages.get('ana') ?? []).map((message) => ({ ...message, isDeleted: true })),
  );
  await says('ana', 'Hola');
  expect(await within((tx) => tx.selectFrom('message_translation').selectAll().execute())).toEqual([]);
  expect(await within((tx) => tx.selectFrom('translation_memory').selectAll().execute())).toEqual([]);
  expect((await read(talk))[0]).toBeUndefined();
});

test('the memory may be off or emptied, and never keeps a buyer’s name or address', async () => {
  await setUp();
  const talk = await says('ana', ASKS, 'Soy Buyer ana y quiero mi pedido', 'Mi correo es yo@mail.example, gracias');
  await read(talk);
  const sources = () =>
    within(async (tx) => (await tx.selectFrom('translation_memory').select('source').execute()).map(({ source }) => source));
  expect(await sources()).toEqual([ASKS]);
  expect((await settings()).remembered).toBe(1);
  await ask()['translation-memory.clear']({ ...around(), params: {}, body: undefined });
  expect(await sources()).toEqual([]);
  await setUp([{}], false);
  await read(await says('eva', ASKS));
  expect(await sources()).toEqual([]);
});

test('a key is never read, stays while the host stays, and another merchant or a member of some shops changes nothing', async () => {
  const { providers } = await setUp([{ name: 'One' }]);
  expect(JSON.stringify(providers)).not.toContain('sk-secret');
  const { id = '' } = providers[0] ?? {};
  const rows = await within((tx) => tx.selectFrom('translation_provider').select('key').execute());
  expect(rows[0]?.key?.toString('utf8')).not.toContain('sk-secret');
  const save = (more: Partial<Provider>, facts: object = {}) => {
    const { key: _, ...kept } = chat;
    const body = { usesMemory: true, providers: [{ ...kept, id, address: at('/v1'), ...more }] };
    return ask()['translation-settings.set']({ ...around(facts), params: {}, body });
  };
  expect(good(await save({ address: at('/v2') })).providers[0]?.hasKey).toBe(true);
  expect(good(await save({ address: 'https://other.example/v1' })).providers[0]?.hasKey).toBe(false);
  expect(await save({}, { shopIds: [shop.shopId] })).toMatchObject({ refused: 'forbidden' });
  expect(await save({ id: shop.shopId })).toMatchObject({ refused: 'not-found' });
  expect(await save({ address: null })).toMatchObject({ refused: 'invalid-input' });
  expect(await save({ model: null })).toMatchObject({ refused: 'invalid-input' });
});

test('a provider is tried with a sentence of ours', async () => {
  const { providers } = await setUp();
  const params = { providerId: providers[0]?.id ?? '' };
  const tried = async (from = 'es') => good(await ask()['translation-providers.test']({ ...around(), params, body: { from, to: 'zh' } }));
  expect(await tried()).toMatchObject({ isGood: true, text: '[phrase list] El paquete 4711 llega mañana.' });
  phrases.state.mood = 'loses';
  expect(await tried()).toMatchObject({ isGood: false, reason: 'lost-literals' });
  phrases.state.mood = 'broken';
  expect(await tried()).toMatchObject({ isGood: false, reason: 'model-error', text: null });
  expect(await tried('he')).toMatchObject({ isGood: false, reason: 'language-not-offered' });
});

test('a conversation has its switch and its buyer’s language; a reader has theirs', async () => {
  await setUp();
  const { conversationId, ids } = await says('ana', 'Hello, where is my parcel please');
  const view = async () => good(await ask()['conversation-translations.get']({ ...around(), params: { conversationId }, body: undefined }));
  const set = (body: { isOn: boolean; buyerLanguage: string | null }, facts: object = {}) =>
    ask()['conversation-translations.set']({ ...around(facts), params: { conversationId }, body });
  expect(await view()).toEqual({ isOn: true, buyerLanguage: { language: 'en', from: 'words' }, hasProvider: true });
  good(await set({ isOn: false, buyerLanguage: 'fr' }));
  expect(await view()).toEqual({ isOn: false, buyerLanguage: { language: 'fr', from: 'person' }, hasProvider: true });
  expect(await set({ isOn: true, buyerLanguage: null }, { shopIds: [] })).toMatchObject({ refused: 'not-found' });
  const silent = await says('eva', '👍');
  expect(await ask()['conversation-translations.get']({ ...around(), params: silent, body: undefined })).toMatchObject({
    buyerLanguage: { language: 'es', from: 'market' },
  });
  const reader = { language: 'zh', untranslated: ['en', 'en'] };
  expect(await ask()['translation-reader.set']({ ...around(), params: {}, body: reader })).toEqual({
    language: 'zh',
    untranslated: ['en'],
  });
  expect(await read({ conversationId, ids })).toEqual([['unneeded', 'en']]);
  expect(await ask()['translation-reader.set']({ ...around({ kind: 'api-key' }), params: {}, body: reader })).toMatchObject({
    refused: 'forbidden',
  });
});

test('a real engine translates a conversation both ways: Apertium, as the program on this machine', async () => {
  const program = process.env.APERTIUM_PROGRAM ?? '/usr/bin/apertium';
  if (!existsSync(program))
    throw new Error(`Install the real engine: apt-get install apertium-eng-spa apertium-ind-zlm (looked for ${program})`);
  bench.services.runProgram = createRunProgram({ apertium: program });
  await setUp([{ kind: 'apertium', name: 'Apertium', address: null, model: null, key: null }]);
  const talk = await says('ana', `Hola, la taza de mi pedido ${ORDER} llegó rota`, '¿Cuándo llega mi paquete?');
  expect(await read(talk, { language: 'en' })).toEqual([
    ['translated', 'es', expect.stringMatching(`^Hello, the cup of my .* ${ORDER} arrived broken$`), 'provider Apertium'],
    ['translated', 'es', expect.stringMatching(/arrives.*package/), 'provider Apertium'],
  ]);
  const written = await write(talk.conversationId, `Your parcel ${ORDER} arrives tomorrow`, { from: 'en' });
  expect(written).toMatchObject({
    text: expect.stringMatching(`paquete ${ORDER} llega mañana`),
    by: { kind: 'provider', name: 'Apertium' },
  });
});
