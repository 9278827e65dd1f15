import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Handlers } from '../../../platform/http/handler.ts';
import type { DeveloperTools } from '../tools.ts';

/** Newest first, revoked ones included. */
export async function listApiKeys({ database }: DeveloperTools, { caller, query }: Parameters<Handlers['api-keys.list']>[0]) {
  const before = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await database.system
    .selectFrom('system.api_key')
    .select(['id', 'name', 'prefix', 'scopes', 'shop_ids', 'created_at', 'last_used_at', 'revoked_at'])
    .where('merchant_id', '=', caller.merchantId)
    .$if(before !== null, (select) =>
      select.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('created_at', 'id'), '<', tuple(new Date(before?.[0] ?? 0), before?.[1] ?? '')),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const page = pageOf(rows, query.limit, (last) => [last.created_at.toISOString(), last.id]);
  const items = page.items.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    shopIds: row.shop_ids,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
  return { ...page, items };
}
