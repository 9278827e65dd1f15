/** Papers and listings for tests of everything that asks the gate. */
import type { ChannelListing } from '@tradewind/channels';
import { keepBytes, sealName } from '../../platform/blobs/vault-file.ts';
import type { TenantTx } from '../../platform/database/database.ts';
import type { Services } from '../../platform/services.ts';
import { applyListings } from '../listings/index.ts';

/** A whole small PDF that holds this text. */
export const pdfWith = (text: string): Buffer =>
  Buffer.from(`%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n% ${text}\nstartxref\n9\n%%EOF\n`, 'utf8');

type ListingWish = Partial<Pick<ChannelListing, 'channelProductId' | 'title' | 'status'>> & {
  sku?: string;
  category?: string | null;
  brand?: string | null;
};

type Shop = { merchantId: string; shopId: string; currency: string };

let built = 0;

/** A listing of the shop whose details have been read; answers its id. */
export async function buildListing({ services }: { services: Services }, shop: Shop, wish: ListingWish = {}): Promise<string> {
  built += 1;
  const channelProductId = wish.channelProductId ?? `17290000000000${String(built).padStart(5, '0')}`;
  const now = services.clock.now();
  const variant = {
    channelSkuId: `${channelProductId}1`,
    sellerSku: wish.sku ?? `SKU-${built}`,
    price: 1999,
    currency: shop.currency,
    quantity: 5,
  };
  const item: ChannelListing = {
    channelProductId,
    title: wish.title ?? `Mug ${built}`,
    status: wish.status ?? 'live',
    createdAt: now,
    updatedAt: now,
    variants: [variant],
  };
  return services.database.withMerchant(shop.merchantId, async (tx) => {
    await applyListings(tx, { services, shop, items: [item] });
    return detailed(tx, channelProductId, {
      category: wish.category === undefined ? 'home-daily' : wish.category,
      brand: wish.brand ?? null,
    });
  });
}

async function detailed(tx: TenantTx, channelProductId: string, facts: { category: string | null; brand: string | null }): Promise<string> {
  const row = await tx
    .updateTable('listing')
    .set(({ ref }) => ({ ...facts, channel_category: 'Kitchenware › Mugs', detailed_for: ref('updated_at') }))
    .where('channel_product_id', '=', channelProductId)
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

type PaperWish = {
  merchantId: string;
  type: string;
  status?: 'approved' | 'pending';
  legalEntityId?: string;
  markets?: string[];
  listingIds?: string[];
  expiresAt?: number;
  brand?: string;
  mediaType?: string;
  content?: Buffer;
};

/** A paper that has been filed, without its bytes unless they are given; answers its id. */
export async function buildPaper({ services }: { services: Services }, wish: PaperWish): Promise<string> {
  const { merchantId, type } = wish;
  const [id, now] = [services.newId(), new Date(services.clock.now())];
  const secrets = await services.secrets.forMerchant(merchantId);
  await services.database.withMerchant(merchantId, async (tx) => {
    await tx
      .insertInto('document')
      .values({
        ...{ merchant_id: merchantId, id, type, status: wish.status ?? 'approved', country: 'CN', category: null },
        brand: wish.brand ?? null,
        ...{ legal_entity_id: wish.legalEntityId ?? null, markets: wish.markets ?? [], listing_ids: wish.listingIds ?? [] },
        ...{ valid_from: null, valid_until: null, valid_at: null, version: 1, created_at: now, updated_at: now },
        expires_at: wish.expiresAt === undefined ? null : new Date(wish.expiresAt),
      })
      .execute();
    await tx
      .insertInto('document_file')
      .values({
        ...{
          merchant_id: merchantId,
          document_id: id,
          version: 1,
          media_type: wish.mediaType ?? 'application/pdf',
          bytes: 1,
          uploaded_at: now,
        },
        name: sealName(secrets, { documentId: id, version: 1 }, `${type}.pdf`),
        sha256: id.replaceAll('-', '').padEnd(64, '0'),
      })
      .execute();
    if (wish.content) await keepBytes(tx, await services.blobs.forMerchant(merchantId), { objectId: id, version: 1, bytes: wish.content });
  });
  return id;
}
