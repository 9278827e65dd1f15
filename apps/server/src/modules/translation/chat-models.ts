/** Providers that speak chat completions can be asked for more than translations; whoever does sends texts as data and checks what comes. */
import { type ChatModel, chatModel } from '../../platform/ai/chat-completions.ts';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { keyContext } from './providers.ts';

export const chatModels = (tx: TenantTx): Promise<{ id: string; name: string }[]> =>
  tx
    .selectFrom('translation_provider')
    .select(['id', 'name'])
    .where('kind', '=', 'openai-compatible')
    .where('is_on', '=', true)
    .orderBy('place')
    .execute();

type Wanted = { merchantId: string; providerId: string; timeoutMs: number };

/** Null: there is none of that id, it is switched off, or it rests after failures. */
export async function chatModelOf(services: Services, { merchantId, providerId, timeoutMs }: Wanted): Promise<ChatModel | null> {
  const row = await services.database.readMerchant(merchantId, (tx) =>
    tx
      .selectFrom('translation_provider')
      .selectAll()
      .where('id', '=', providerId)
      .where('kind', '=', 'openai-compatible')
      .where('is_on', '=', true)
      .executeTakeFirst(),
  );
  if (!row || (row.rests_until?.getTime() ?? 0) > services.clock.now()) return null;
  const key = row.key && (await services.secrets.forMerchant(merchantId)).openText(keyContext(row.id, row.version), row.key);
  return chatModel({ send: services.sendGiven, address: row.address ?? '', model: row.model ?? '', key, timeoutMs });
}
