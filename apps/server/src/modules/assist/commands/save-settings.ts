import type { AnswerOf, Routes } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { chatModels } from '../../translation/index.ts';

type Settings = AnswerOf<Routes['assist-settings.get']>;

/** Offered when somebody asks, by no model, unless the merchant says otherwise. */
export const readSetting = (tx: TenantTx) => tx.selectFrom('assist_setting').selectAll().executeTakeFirst();

export async function settingsView(tx: TenantTx): Promise<Settings> {
  const row = await readSetting(tx);
  const models = await chatModels(tx);
  return {
    mode: row?.mode ?? 'asked',
    providerId: models.find(({ id }) => id === row?.provider_id)?.id ?? null,
    models,
    changedBy: row?.changed_by ?? null,
    changedAt: row?.changed_at.toISOString() ?? null,
  };
}

export async function saveSettings(services: Services, input: Parameters<Handlers['assist-settings.set']>[0]): Promise<Settings | Refusal> {
  const { caller, requestId, body } = input;
  if (caller.shopIds !== null) return refuse('forbidden', 'Suggested replies are set for all shops.');
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    if (body.providerId !== null && !(await chatModels(tx)).some(({ id }) => id === body.providerId))
      return {
        refused: 'invalid-input',
        errors: [{ path: '/providerId', code: 'unknown-provider', message: 'No model of translation has this id' }],
      };
    const columns = { mode: body.mode, provider_id: body.providerId, changed_by: caller.name, changed_at: new Date(now) };
    await tx
      .insertInto('assist_setting')
      .values({ merchant_id: caller.merchantId, ...columns })
      .onConflict((conflict) => conflict.column('merchant_id').doUpdateSet(columns))
      .execute();
    const act = { action: 'assist.set', objectKind: 'merchant', objectId: caller.merchantId, facts: { ...body } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return settingsView(tx);
  });
}
