import { z } from 'zod';
import type { MerchantSecrets } from '../../platform/secrets/secrets.ts';

/** Who bought, as it lies sealed in the order's row. */
const sealedBuyer = z.object({
  channelBuyerId: z.string().default(''),
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  address: z.string(),
  region: z.string(),
  message: z.string(),
});
export type SealedBuyer = z.output<typeof sealedBuyer>;

const buyerContext = (orderId: string) => ({ object: orderId, field: 'buyer', version: 0 });

export function openSealedBuyer(secrets: MerchantSecrets, order: { id: string; buyer: Buffer }): SealedBuyer {
  return sealedBuyer.parse(JSON.parse(secrets.openText(buyerContext(order.id), order.buyer)));
}

export function sealBuyer(secrets: MerchantSecrets, orderId: string, buyer: SealedBuyer): Buffer {
  return secrets.seal(buyerContext(orderId), JSON.stringify(buyer));
}

/** The name alone, for a document that goes into the parcel; null where it was deleted, or the platform hides it. */
export const recipientOf = (secrets: MerchantSecrets, order: { id: string; buyer: Buffer }): string | null =>
  openSealedBuyer(secrets, order).name || null;
