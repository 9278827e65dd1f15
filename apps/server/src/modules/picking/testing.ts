/** A shop with goods, orders and a platform that makes labels, for tests and benches of this module. */
import { ChannelFailure, type ChannelFulfilment, type ChannelOrder, type ShopAccess } from '@tradewind/channels';
import type { Services } from '../../platform/services.ts';
import { applyPackages } from '../fulfilment/index.ts';
import { applyOrders } from '../orders/index.ts';
import { dropCancelled } from './index.ts';

export const LABEL_SCOPE = 'test.fulfilment';

type Document = (shop: ShopAccess, wish: { channelPackageId: string }) => ReturnType<ChannelFulfilment['document']>;
export type FakeLabels = {
  channel: ChannelFulfilment;
  /** What each package's document is; a failure is thrown. */
  documents: Map<string, Uint8Array | ChannelFailure>;
  asked: string[];
};

export function createFakeLabels(): FakeLabels {
  const document: Document = async (_shop, { channelPackageId }) => {
    fake.asked.push(channelPackageId);
    const found = fake.documents.get(channelPackageId);
    if (!found) throw new ChannelFailure('retry-later', 'the document is being made');
    if (found instanceof ChannelFailure) throw found;
    return { bytes: found, trackingNumber: `TRACK-${channelPackageId}` };
  };
  // The cast: of shipping, this module calls nothing but the document.
  const channel = { scopes: [LABEL_SCOPE], document } as unknown as ChannelFulfilment;
  const fake: FakeLabels = { channel, documents: new Map(), asked: [] };
  return fake;
}

type Place = { services: Services; shop: { merchantId: string; shopId: string; timeZone: string } };

/** As the intake does. */
export async function takeOrders({ services, shop }: Place, orders: ChannelOrder[]): Promise<void> {
  const secrets = await services.secrets.forMerchant(shop.merchantId);
  const now = services.clock.now();
  await services.database.withMerchant(shop.merchantId, (tx) =>
    applyOrders(tx, { services, shop, orders, source: 'sweep', now, secrets, moveStock: dropCancelled }),
  );
}

type Parcel = { channelPackageId: string; channelOrderIds: string[]; trackingNumber?: string };

export async function takePackages({ services, shop }: Place, parcels: readonly Parcel[]): Promise<void> {
  const at = services.clock.now();
  const items = parcels.map((parcel) => ({
    ...{ trackingNumber: null, status: 'processing' as const, carrier: null, createdAt: at, updatedAt: at },
    ...parcel,
  }));
  await services.database.withMerchant(shop.merchantId, (tx) => applyPackages(tx, { services, shop, items }));
}
