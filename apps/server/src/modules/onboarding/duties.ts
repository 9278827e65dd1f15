import { warningDays } from '@tradewind/rules/document-types';
import type { DutySource } from '../../platform/duties.ts';
import type { ShopInScope } from '../accounts/index.ts';
import { takesOver } from './commands/watch-documents.ts';
import { visibleDocuments } from './queries/documents.ts';
import { lockedByShop } from './queries/gated-listings.ts';

const DAY_MS = 86_400_000;
const SOON_MS = Math.max(...warningDays) * DAY_MS;

/** Papers that end within thirty days and that no other takes over from. */
export const documentDuties: DutySource<ShopInScope> = {
  kinds: ['document-ending'],
  find: async (tx, { shops, isWhole, now }) => {
    const approved = await visibleDocuments(tx, { shopIds: isWhole ? null : shops.map(({ id }) => id) })
      .where('document.status', '=', 'approved')
      .execute();
    return approved.flatMap((row) => {
      const at = row.expires_at?.getTime() ?? null;
      if (at === null || at <= now || at > now + SOON_MS || approved.some((other) => takesOver(other, row))) return [];
      return [
        {
          kind: 'document-ending' as const,
          subject: row.id,
          shopId: null,
          isLosing: false,
          deadlineAt: at,
          sinceAt: null,
          data: { type: row.type, market: row.markets[0] ?? null },
          link: { page: '/compliance', search: { view: 'vault', open: row.id } },
        },
      ];
    });
  },
};

/** Live listings that may not be: one line for each shop, because what is done about them is the same. */
export const lockDuties: DutySource<ShopInScope> = {
  kinds: ['listings-locked'],
  find: async (tx, { shops, now }) => {
    const locked = await lockedByShop(tx, { shopIds: shops.map(({ id }) => id) }, now);
    return [...locked].map(([shopId, { count, types }]) => ({
      kind: 'listings-locked' as const,
      subject: shopId,
      shopId,
      isLosing: true,
      deadlineAt: null,
      sinceAt: null,
      data: { count, type: types.join(', ') },
      link: { page: '/compliance', search: { state: 'locked', shop: shopId } },
    }));
  },
};

/** Applications for a shop that the platform sent back. */
export const openingDuties: DutySource<ShopInScope> = {
  kinds: ['opening-returned'],
  find: async (tx, { isWhole }) => {
    if (!isWhole) return [];
    const returned = await tx
      .selectFrom('opening')
      .select(['id', 'target_market', 'updated_at'])
      .where('status', 'in', ['needs-documents', 'rejected'])
      .execute();
    return returned.map((row) => ({
      kind: 'opening-returned' as const,
      subject: row.id,
      shopId: null,
      isLosing: false,
      deadlineAt: null,
      sinceAt: row.updated_at.getTime(),
      data: { market: row.target_market },
      link: { page: '/openings', search: { open: row.id } },
    }));
  },
};
