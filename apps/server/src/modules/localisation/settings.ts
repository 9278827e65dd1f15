/** What a merchant has set about texts, and the model it has set up. */
import type { LocalisationSettings } from '@tradewind/contract';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { openAiCompatible } from '../../platform/translation/openai-compatible.ts';
import type { TranslationProvider } from '../../platform/translation/port.ts';
import type { Language } from './shapes.ts';

const readRow = (tx: TenantTx) => tx.selectFrom('localisation_setting').selectAll().executeTakeFirst();
export type SettingRow = NonNullable<Awaited<ReturnType<typeof readRow>>>;
export const readSetting = async (tx: TenantTx): Promise<SettingRow | null> => (await readRow(tx)) ?? null;

export const keyContext = (merchantId: string, version: number) => ({ object: merchantId, field: 'translation model key', version });

export function settingsOf(row: SettingRow | null): LocalisationSettings {
  return {
    // The cast: written from the contract's enum.
    originalLanguage: (row?.original_language ?? 'en') as Language,
    publishUnseen: row?.publish_unseen ?? false,
    titleTemplates: row?.title_templates ?? [],
    tone: row?.tone ?? '',
    model:
      row?.model_address && row.model_name ? { address: row.model_address, name: row.model_name, hasKey: row.model_key !== null } : null,
  };
}

/** Somebody waits for a test; nobody waits for a task. */
export const TEST_WITHIN_MS = 15_000;
export const DRAFT_WITHIN_MS = 30_000;

type Asking = { merchantId: string; timeoutMs: number };

/** Null: the merchant has set up no model. */
export async function modelOf(
  { secrets, sendGiven }: Pick<Services, 'secrets' | 'sendGiven'>,
  row: SettingRow | null,
  { merchantId, timeoutMs }: Asking,
): Promise<TranslationProvider | null> {
  if (!row?.model_address || !row.model_name) return null;
  const key = row.model_key && (await secrets.forMerchant(merchantId)).openText(keyContext(merchantId, row.version), row.model_key);
  return openAiCompatible({ send: sendGiven, address: row.model_address, model: row.model_name, key, timeoutMs });
}
