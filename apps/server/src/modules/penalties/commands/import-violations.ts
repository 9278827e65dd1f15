import type { ViolationSheet } from '@tradewind/channels';
import type { AnswerOf, Routes, UploadedFile } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readSheet } from '../../../platform/sheets/read-sheet.ts';
import { firstErrors, type RowError } from '../../../platform/sheets/table-form.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { saveViolations } from './save-violations.ts';

type Answer = AnswerOf<Routes['violation-imports.create']>;
type Input = { caller: Caller; requestId: string; file: UploadedFile; isPreview: boolean };
type Entry = ViolationSheet['violations'][number];
type Placed = Entry & { shopId: string };

/**
 * Takes in the seller centre's export file, or says what that would do. All rows or none: a person who corrects a file and sends it again
 * must not have to ask what the first attempt left behind.
 */
export async function importViolations(services: Services, input: Input): Promise<Answer | Refusal> {
  const { caller, requestId, isPreview } = input;
  const channel = Object.values(services.channels).find(({ violationsOfExport }) => violationsOfExport);
  if (!channel?.violationsOfExport) return refuse('channel-not-configured');
  const file = await readSheet(input.file.bytes);
  if ('error' in file) return { ...nothing, errors: [file.error] };
  const sheet = channel.violationsOfExport(file.rows);
  const rows = Math.max(0, file.rows.length - 1);
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { placed, errors } = await place(tx, { caller, sheet, now });
    if (errors.length > 0) return { ...nothing, rows, errors: firstErrors(errors) };
    const counts = await compare(tx, placed);
    if (isPreview) return { isApplied: false, rows, ...counts, errors: [] };
    for (const [shopId, entries] of byShop(placed)) {
      const shop = { merchantId: caller.merchantId, shopId };
      const { changedIds } = await saveViolations(tx, { services, shop, items: entries.map(({ violation }) => violation), source: 'file' });
      if (changedIds.length > 0)
        await services.hints.publish(tx, caller.merchantId, [{ type: 'violation.changed', ids: changedIds.slice(0, 50), shopId }]);
    }
    await audit(tx, {
      id: services.newId(),
      at: now,
      caller,
      requestId,
      action: 'violations.imported',
      objectKind: 'violation-import',
      objectId: requestId,
      facts: { rows, added: counts.added, changed: counts.changed },
    });
    return { isApplied: true, rows, ...counts, errors: [] };
  });
}

const nothing: Answer = { isApplied: false, rows: 0, added: 0, changed: 0, unchanged: 0, errors: [] };

type Placing = { caller: Caller; sheet: ViolationSheet; now: number };

/** Which of the caller's shops each row is about; a shop that is none of theirs reads like one that never was. */
async function place(tx: TenantTx, { caller, sheet, now }: Placing): Promise<{ placed: Placed[]; errors: RowError[] }> {
  const idOf = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.channelShopId, shop.id]));
  const errors: RowError[] = [...sheet.errors];
  const placed = sheet.violations.flatMap((entry): Placed[] => {
    const shopId = idOf.get(entry.channelShopId);
    const wrong = (code: string, message: string) => void errors.push({ line: entry.line, column: null, code, message });
    if (shopId === undefined) wrong('unknown-shop', `no shop ${entry.channelShopId} is bound here`);
    if (entry.violation.updatedAt > now + 86_400_000) wrong('in-the-future', 'lies in the future');
    return shopId === undefined ? [] : [{ ...entry, shopId }];
  });
  return { placed, errors };
}

function byShop(placed: readonly Placed[]): Map<string, Placed[]> {
  const shops = new Map<string, Placed[]>();
  for (const entry of placed) shops.set(entry.shopId, [...(shops.get(entry.shopId) ?? []), entry]);
  return shops;
}

/** What storing would do, by the same rule as saveViolations. */
async function compare(tx: TenantTx, placed: readonly Placed[]): Promise<Pick<Answer, 'added' | 'changed' | 'unchanged'>> {
  const counts = { added: 0, changed: 0, unchanged: 0 };
  for (const [shopId, entries] of byShop(placed)) {
    const held = await tx
      .selectFrom('violation')
      .select(['channel_violation_id', 'source', 'updated_at'])
      .where('shop_id', '=', shopId)
      .where(
        'channel_violation_id',
        'in',
        entries.map(({ violation }) => violation.channelViolationId),
      )
      .execute();
    const known = new Map(held.map((row) => [row.channel_violation_id, row]));
    for (const { violation } of entries) {
      const before = known.get(violation.channelViolationId);
      const isNewer = before?.source === 'file' && before.updated_at.getTime() < violation.updatedAt;
      counts[!before ? 'added' : isNewer ? 'changed' : 'unchanged'] += 1;
    }
  }
  return counts;
}
