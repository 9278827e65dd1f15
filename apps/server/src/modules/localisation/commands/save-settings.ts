import type { AnswerOf, LocalisationSettings, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { TranslationFailed } from '../../../platform/translation/port.ts';
import { keyContext, modelOf, readSetting, type SettingRow, settingsOf, TEST_WITHIN_MS } from '../settings.ts';
import { EVERY_SHOP } from './save-text.ts';

type Input = Parameters<Handlers['localisation-settings.set']>[0];

export async function saveSettings(services: Services, { caller, requestId, body }: Input): Promise<LocalisationSettings | Refusal> {
  const { merchantId } = caller;
  if (caller.shopIds !== null) return refuse('forbidden', EVERY_SHOP);
  if (body.model && !URL.canParse(body.model.address))
    return {
      refused: 'invalid-input',
      errors: [{ path: '/model/address', code: 'not-an-address', message: 'an address such as https://models.example/v1' }],
    };
  const secrets = await services.secrets.forMerchant(merchantId);
  const now = services.clock.now();
  return services.database.withMerchant(merchantId, async (tx) => {
    const before = await readSetting(tx);
    const version = (before?.version ?? 0) + 1;
    const key = keyAfter(before, body.model, (sealed) => secrets.openText(keyContext(merchantId, before?.version ?? 0), sealed));
    const columns = {
      ...{ original_language: body.originalLanguage, publish_unseen: body.publishUnseen, tone: body.tone },
      ...{ title_templates: JSON.stringify(body.titleTemplates), version, updated_at: new Date(now) },
      ...{ model_address: body.model?.address ?? null, model_name: body.model?.name ?? null },
      model_key: key === null ? null : secrets.seal(keyContext(merchantId, version), key),
    };
    await tx
      .insertInto('localisation_setting')
      .values({ merchant_id: merchantId, ...columns })
      .onConflict((conflict) => conflict.columns(['merchant_id']).doUpdateSet(columns))
      .execute();
    const act = { objectKind: 'localisation-settings', objectId: merchantId, action: 'localisation-settings.set' };
    const facts = { publishUnseen: body.publishUnseen, originalLanguage: body.originalLanguage, hasModel: body.model !== null };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, facts });
    await services.hints.publish(tx, merchantId, [{ type: 'product-text.changed', ids: [], shopId: null }]);
    return settingsOf(await readSetting(tx));
  });
}

/** A key was given for one host: to another it is not sent, whoever changes the address. */
function keyAfter(before: SettingRow | null, model: Input['body']['model'], open: (sealed: Buffer) => string): string | null {
  if (!model) return null;
  if (model.key !== undefined) return model.key;
  const isSameHost = before?.model_address != null && new URL(before.model_address).origin === new URL(model.address).origin;
  return isSameHost && before.model_key ? open(before.model_key) : null;
}

const SENTENCE = 'This cup holds ⟦0⟧ ml.';

/** Asks nothing of the merchant's: whoever looks at the model's log sees a cup. */
export async function testModel(
  services: Services,
  { caller }: Parameters<Handlers['translation-models.test']>[0],
): Promise<AnswerOf<Routes['translation-models.test']> | Refusal> {
  const { merchantId } = caller;
  const setting = await services.database.withMerchant(merchantId, readSetting);
  const model = await modelOf(services, setting, { merchantId, timeoutMs: TEST_WITHIN_MS });
  if (!model) return refuse('conflict', 'No model is set up.');
  const startedAt = services.clock.now();
  const took = () => Math.max(0, services.clock.now() - startedAt);
  try {
    const request = { from: 'en', to: 'de', purpose: 'It is a line of a product’s description.', tone: '', avoid: [], maxLengths: {} };
    const { line = '' } = await model.translate({ ...request, segments: { line: SENTENCE } });
    const isKept = line.split('⟦0⟧').length === 2;
    return { isGood: isKept, reason: isKept ? null : 'model-lost-literals', text: line.slice(0, 500), tookMs: took() };
  } catch (error) {
    if (!(error instanceof TranslationFailed)) throw error;
    return { isGood: false, reason: error.fault, text: null, tookMs: took() };
  }
}
