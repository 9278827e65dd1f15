import type { AnswerOf, Routes } from '@tradewind/contract';
import type { TenantTx } from '../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';

type Reader = AnswerOf<Routes['translation-reader.get']>;

/** A key reads nothing and has chosen nothing. */
export async function readReader(tx: TenantTx, caller: Pick<Caller, 'kind' | 'id'>): Promise<Reader> {
  const row =
    caller.kind === 'user'
      ? await tx.selectFrom('translation_reader').selectAll().where('user_id', '=', caller.id).executeTakeFirst()
      : undefined;
  return { language: row?.language ?? null, untranslated: row?.untranslated.split(' ').filter(Boolean) ?? [] };
}

export async function saveReader(
  { database }: Pick<Services, 'database'>,
  { caller, body }: Parameters<Handlers['translation-reader.set']>[0],
): Promise<Reader | Refusal> {
  if (caller.kind !== 'user') return refuse('forbidden', 'A key reads no chats.');
  return database.withMerchant(caller.merchantId, async (tx) => {
    const columns = { language: body.language, untranslated: [...new Set(body.untranslated)].join(' ') };
    await tx
      .insertInto('translation_reader')
      .values({ merchant_id: caller.merchantId, user_id: caller.id, ...columns })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'user_id']).doUpdateSet(columns))
      .execute();
    return readReader(tx, caller);
  });
}
