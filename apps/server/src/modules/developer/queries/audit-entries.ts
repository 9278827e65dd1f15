import { z } from 'zod';
import { decodeCursor, pageOf } from '../../../platform/http/cursor.ts';
import type { Handlers } from '../../../platform/http/handler.ts';
import type { DeveloperTools } from '../tools.ts';

const factsShape = z.record(z.string(), z.unknown());

export async function listAuditEntries({ database }: DeveloperTools, { caller, query }: Parameters<Handlers['audit-entries.list']>[0]) {
  const before = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const rows = await database.withMerchant(caller.merchantId, (tx) =>
    tx
      .selectFrom('audit_entry as entry')
      .leftJoin('audit_seal as seal', (join) =>
        join.onRef('seal.merchant_id', '=', 'entry.merchant_id').onRef('seal.entry_id', '=', 'entry.id'),
      )
      .select(['entry.id', 'at', 'actor_kind', 'actor_id', 'action', 'object_kind', 'object_id', 'facts', 'seal.seq'])
      .$if(query.action !== undefined, (select) => select.where('action', '=', query.action ?? ''))
      .$if(before !== null, (select) =>
        select.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('at', 'entry.id'), '<', tuple(new Date(before?.[0] ?? 0), before?.[1] ?? '')),
        ),
      )
      .orderBy('at', 'desc')
      .orderBy('entry.id', 'desc')
      .limit(query.limit + 1)
      .execute(),
  );
  const page = pageOf(rows, query.limit, (last) => [last.at.toISOString(), last.id]);
  const items = page.items.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    action: row.action,
    objectKind: row.object_kind,
    objectId: row.object_id,
    facts: factsShape.parse(row.facts),
    sealed: row.seq !== null,
  }));
  return { ...page, items };
}
