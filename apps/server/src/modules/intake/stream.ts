import type { Channel, Page, ShopAccess, UpdatedRange } from '@tradewind/channels';
import type { TenantTx } from '../../platform/database/database.ts';
import type { MerchantSecrets } from '../../platform/secrets/secrets.ts';
import type { BoundShop } from '../accounts/index.ts';

export type StreamName = 'orders' | 'returns' | 'cancellations' | 'packages' | 'listings' | 'conversations' | 'reviews' | 'disputes';

export type ApplyInput<T> = { shop: BoundShop; items: T[]; source: 'webhook' | 'sweep'; now: number; secrets: MerchantSecrets };

/** One kind of thing read from a shop by update time. `apply` stores what is newer than ours and says how many rows moved. */
export type Stream<T> = {
  name: StreamName;
  intervalMs: number;
  /** Whether pages come oldest first. Where they do not, the cursor may only move when the last page is applied. */
  ordered: boolean;
  /** What the consent must name, where not every consent does; null: this channel has no such thing. Then nothing is asked. */
  scope?(channel: Channel): string | null;
  list(channel: Channel, access: ShopAccess, range: UpdatedRange): Promise<Page<T>>;
  updatedAt(item: T): number;
  apply(tx: TenantTx, input: ApplyInput<T>): Promise<{ changed: number }>;
};
