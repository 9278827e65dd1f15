import type { AnswerOf, Routes } from '@tradewind/contract';
import { protect, restore } from '@tradewind/rules/language';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import type { Services } from '../../../platform/services.ts';
import { asked, keyContext, type ProviderRow, readProviders } from '../providers.ts';
import { readSettings } from '../queries/settings.ts';

type Input = Parameters<Handlers['translation-settings.set']>[0];
type Wish = Input['body']['providers'][number];
type Settings = AnswerOf<Routes['translation-settings.set']>;

const EVERY_SHOP = 'It holds for every shop, and you see some of them.';
const fault = (at: number, field: string, message: string): Refusal => ({
  refused: 'invalid-input',
  errors: [{ path: `/providers/${at}/${field}`, code: 'not-fit', message }],
});

export async function saveSettings(services: Services, { caller, requestId, body }: Input): Promise<Settings | Refusal> {
  const { merchantId } = caller;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const wrong = body.providers.map(refusalOf).find((refusal) => refusal !== null);
  if (wrong) return wrong;
  const secrets = await services.secrets.forMerchant(merchantId);
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const before = new Map((await readProviders(tx)).map((row) => [row.id, row]));
    const given = body.providers.flatMap(({ id }) => id ?? []);
    if (new Set(given).size < given.length || given.some((id) => !before.has(id)))
      return refuse('not-found', 'One of the providers is gone.');
    const gone = [...before.keys()].filter((id) => !given.includes(id));
    if (gone.length > 0) await tx.deleteFrom('translation_provider').where('id', 'in', gone).execute();
    for (const [place, wish] of body.providers.entries())
      await saveProvider(tx, {
        merchantId,
        secrets,
        id: wish.id ?? services.newId(),
        place,
        wish,
        before: before.get(wish.id ?? '') ?? null,
      });
    const columns = { uses_memory: body.usesMemory, updated_at: new Date(now) };
    await tx
      .insertInto('translation_setting')
      .values({ merchant_id: merchantId, ...columns })
      .onConflict((conflict) => conflict.columns(['merchant_id']).doUpdateSet(columns))
      .execute();
    const act = { objectKind: 'translation-settings', objectId: merchantId, action: 'translation-settings.set' };
    const facts = { usesMemory: body.usesMemory, providers: body.providers.length };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    return readSettings(tx, now);
  });
}

function refusalOf({ kind, address, model }: Wish, at: number): Refusal | null {
  if (address === null && kind !== 'apertium') return fault(at, 'address', 'an address such as https://models.example/v1');
  if (address !== null && !URL.canParse(address)) return fault(at, 'address', 'an address such as https://models.example/v1');
  if ((kind === 'openai-compatible') !== (model !== null)) return fault(at, 'model', 'the name of a model, for a chat model only');
  return null;
}

type Saving = { merchantId: string; secrets: MerchantSecrets; id: string; place: number; wish: Wish; before: ProviderRow | null };

async function saveProvider(tx: TenantTx, { merchantId, secrets, id, place, wish, before }: Saving): Promise<void> {
  const version = (before?.version ?? 0) + 1;
  const key = keyAfter(before, wish, (sealed) => secrets.openText(keyContext(id, before?.version ?? 0), sealed));
  const columns = {
    ...{ place, kind: wish.kind, name: wish.name, address: wish.address, model: wish.model, is_on: wish.isOn, version },
    ...{ price_minor: wish.price?.amount ?? null, price_currency: wish.price?.currency ?? null },
    key: key === null ? null : secrets.seal(keyContext(id, version), key),
    // Whoever changes something wants it tried.
    ...{ failed_in_row: 0, rests_until: null },
  };
  await tx
    .insertInto('translation_provider')
    .values({ merchant_id: merchantId, id, ...columns })
    .onConflict((conflict) => conflict.columns(['merchant_id', 'id']).doUpdateSet(columns))
    .execute();
}

/** A key was given for one host: to another it is not sent, whoever changes the address. */
function keyAfter(before: ProviderRow | null, { key, address }: Wish, open: (sealed: Buffer) => string): string | null {
  if (key !== undefined) return key;
  if (!before?.key || before.address === null || address === null) return null;
  return new URL(before.address).origin === new URL(address).origin ? open(before.key) : null;
}

/** Of ours: whoever looks at the provider's log sees no buyer. */
const SENTENCES: Readonly<Record<string, string>> = {
  en: 'The parcel 4711 arrives tomorrow.',
  es: 'El paquete 4711 llega mañana.',
  pt: 'O pacote 4711 chega amanhã.',
  fr: 'Le colis 4711 arrive demain.',
  de: 'Das Paket 4711 kommt morgen an.',
  it: 'Il pacco 4711 arriva domani.',
  zh: '包裹 4711 明天到。',
  ja: '荷物4711は明日届きます。',
  th: 'พัสดุ 4711 ถึงพรุ่งนี้',
  vi: 'Đơn hàng 4711 đến vào ngày mai.',
  ms: 'Bungkusan 4711 sampai esok.',
  id: 'Paket 4711 sampai besok.',
};

export async function testProvider(
  services: Services,
  { caller, params, body }: Parameters<Handlers['translation-providers.test']>[0],
): Promise<AnswerOf<Routes['translation-providers.test']> | Refusal> {
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  const rows = await services.database.withMerchant(caller.merchantId, readProviders);
  const row = rows.find(({ id }) => id === params.providerId);
  if (!row) return refuse('not-found');
  const sentence = SENTENCES[body.from];
  if (!sentence) return { isGood: false, reason: 'language-not-offered', text: null, tookMs: 0 };
  const text = protect(sentence, {});
  const answer = await asked(services, row, { ...body, segments: { text: text.masked } });
  if ('fault' in answer) return { isGood: false, reason: answer.fault, text: null, tookMs: answer.tookMs };
  const whole = restore(answer.said.text ?? '', text);
  if ('text' in whole) return { isGood: true, reason: null, text: whole.text, tookMs: answer.tookMs };
  return { isGood: false, reason: 'lost-literals', text: (answer.said.text ?? '').slice(0, 500), tookMs: answer.tookMs };
}

export async function clearMemory(
  services: Services,
  { caller, requestId }: Parameters<Handlers['translation-memory.clear']>[0],
): Promise<Refusal | undefined> {
  const { merchantId } = caller;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  return services.database.withMerchant(merchantId, async (tx) => {
    await tx.deleteFrom('translation_memory').execute();
    const act = { objectKind: 'translation-memory', objectId: merchantId, action: 'translation-memory.clear', facts: {} };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    return undefined;
  });
}
