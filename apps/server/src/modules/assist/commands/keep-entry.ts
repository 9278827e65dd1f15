/** What the merchant knows, written down to be offered when a buyer asks for it. */
import { audit } from '../../../platform/audit.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { ENTRIES_MAX, type Entry, entryView } from '../queries/entries.ts';

type Body = Parameters<Handlers['knowledge-entries.create']>[0]['body'];

const columns = ({ title, questions, text, shopIds, isOn }: Body) => ({
  ...{ title, questions: questions.map((line) => line.replaceAll('\n', ' ')).join('\n'), body: text },
  ...{ shop_ids: [...new Set(shopIds)], is_on: isOn },
});

export async function createEntry(
  services: Services,
  input: Parameters<Handlers['knowledge-entries.create']>[0],
): Promise<Entry | Refusal> {
  const { caller, requestId, body } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, shopIds: body.shopIds });
    if (shops.length < new Set(body.shopIds).size) return refuse('not-found');
    const { held } = await tx
      .selectFrom('knowledge_entry')
      .select((eb) => eb.fn.countAll<number>().as('held'))
      .executeTakeFirstOrThrow();
    if (Number(held) >= ENTRIES_MAX) return refuse('conflict', `At most ${ENTRIES_MAX} entries are kept.`);
    const row = await tx
      .insertInto('knowledge_entry')
      .values({
        merchant_id: caller.merchantId,
        id: services.newId(),
        ...columns(body),
        changed_by: caller.name,
        changed_at: new Date(now),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const act = { action: 'knowledge-entry.create', objectKind: 'knowledge-entry', objectId: row.id, facts: { title: row.title } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return entryView(row);
  });
}

export async function setEntry(services: Services, input: Parameters<Handlers['knowledge-entries.set']>[0]): Promise<Entry | Refusal> {
  const { caller, requestId, params, body } = input;
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const shops = await shopsInScope(tx, { caller, shopIds: body.shopIds });
    if (shops.length < new Set(body.shopIds).size) return refuse('not-found');
    const row = await tx
      .updateTable('knowledge_entry')
      .set({ ...columns(body), changed_by: caller.name, changed_at: new Date(now) })
      .where('id', '=', params.knowledgeEntryId)
      .returningAll()
      .executeTakeFirst();
    if (!row) return refuse('not-found');
    const act = { action: 'knowledge-entry.set', objectKind: 'knowledge-entry', objectId: row.id, facts: { title: row.title } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return entryView(row);
  });
}

export async function removeEntry(
  services: Services,
  { caller, requestId, params }: Parameters<Handlers['knowledge-entries.remove']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx
      .deleteFrom('knowledge_entry')
      .where('id', '=', params.knowledgeEntryId)
      .returning(['id', 'title'])
      .executeTakeFirst();
    if (!gone) return refuse('not-found');
    const act = { action: 'knowledge-entry.remove', objectKind: 'knowledge-entry', objectId: gone.id, facts: { title: gone.title } };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    return undefined;
  });
}
