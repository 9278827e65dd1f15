import type { ReviewSheet } from '@tradewind/channels';
import type { AnswerOf, Routes, UploadedFile } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { readSheet } from '../../../platform/sheets/read-sheet.ts';
import { firstErrors, type RowError } from '../../../platform/sheets/table-form.ts';
import { shopsInScope } from '../../accounts/index.ts';
import { applyReviews, isNewer, readHeld } from './apply-reviews.ts';

type Answer = AnswerOf<Routes['review-imports.create']>;
type Input = { caller: Caller; requestId: string; file: UploadedFile; isPreview: boolean };
type Placed = ReviewSheet['reviews'][number] & { shopId: string };

/**
 * Takes in the seller centre's export file, or says what that would do. All rows or none. A review has the platform's own number, so one that
 * was read from its list is the same one, and the list counts more.
 */
export async function importReviews(services: Services, { caller, requestId, file: given, isPreview }: Input): Promise<Answer | Refusal> {
  const channel = Object.values(services.channels).find(({ reviewsOfExport }) => reviewsOfExport);
  if (!channel?.reviewsOfExport) return refuse('channel-not-configured');
  const file = await readSheet(given.bytes);
  if ('error' in file) return { ...nothing, errors: [file.error] };
  const sheet = channel.reviewsOfExport(file.rows);
  const rows = Math.max(0, file.rows.length - 1);
  const now = services.clock.now();
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const { placed, errors } = await place(tx, { caller, sheet, now });
    if (errors.length > 0) return { ...nothing, rows, errors: firstErrors(errors) };
    const counts = await compare(tx, placed);
    if (isPreview) return { isApplied: false, rows, ...counts, errors: [] };
    for (const [shopId, entries] of byShop(placed)) {
      const shop = { merchantId: caller.merchantId, shopId };
      await applyReviews(tx, { services, shop, items: entries.map(({ review }) => review), source: 'file' });
    }
    const facts = { rows, added: counts.added, changed: counts.changed };
    const act = { action: 'reviews.imported', objectKind: 'review-import', objectId: requestId, facts };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    return { isApplied: true, rows, ...counts, errors: [] };
  });
}

const nothing: Answer = { isApplied: false, rows: 0, added: 0, changed: 0, unchanged: 0, errors: [] };
const AHEAD_MS = 86_400_000;

type Placing = { caller: Caller; sheet: ReviewSheet; now: number };

/** Which of the caller's shops each row is about; a shop that is none of theirs reads like one that never was. */
async function place(tx: TenantTx, { caller, sheet, now }: Placing): Promise<{ placed: Placed[]; errors: RowError[] }> {
  const idOf = new Map((await shopsInScope(tx, { caller })).map((shop) => [shop.channelShopId, shop.id]));
  const errors: RowError[] = [...sheet.errors];
  const placed = sheet.reviews.flatMap((entry): Placed[] => {
    const shopId = idOf.get(entry.channelShopId);
    const wrong = (code: string, message: string) => void errors.push({ line: entry.line, column: null, code, message });
    if (shopId === undefined) wrong('unknown-shop', `no shop ${entry.channelShopId} is bound here`);
    if (Math.max(entry.review.updatedAt, entry.review.writtenAt) > now + AHEAD_MS) wrong('in-the-future', 'lies in the future');
    return shopId === undefined ? [] : [{ ...entry, shopId }];
  });
  return { placed, errors };
}

function byShop(placed: readonly Placed[]): Map<string, Placed[]> {
  const shops = new Map<string, Placed[]>();
  for (const entry of placed) shops.set(entry.shopId, [...(shops.get(entry.shopId) ?? []), entry]);
  return shops;
}

/** What storing would do, by its own rule. */
async function compare(tx: TenantTx, placed: readonly Placed[]): Promise<Pick<Answer, 'added' | 'changed' | 'unchanged'>> {
  const counts = { added: 0, changed: 0, unchanged: 0 };
  for (const [shopId, entries] of byShop(placed)) {
    const items = entries.map(({ review }) => review);
    const held = await readHeld(tx, { shopId }, items);
    for (const item of items) {
      const before = held.get(item.channelReviewId);
      counts[!before ? 'added' : isNewer(before, item, 'file') ? 'changed' : 'unchanged'] += 1;
    }
  }
  return counts;
}
