/** The app that a developer would have registered with the platform: made from the seed, so that a reset gives the same keys again. */
import { createHmac } from 'node:crypto';

/** What the app asks for. The names of the last four are ours: the platform gives customer service a custom scope and offers the others by no API. */
export const SCOPES: readonly string[] = [
  'seller.authorization.info',
  'seller.shop.info',
  'seller.product.basic',
  'seller.product.write',
  'seller.product.delete',
  'seller.global_product.info',
  'seller.global_product.write',
  'seller.global_product.delete',
  'seller.global_product.category.info',
  'seller.order.info',
  'seller.fulfillment.basic',
  'seller.fulfillment.package.write',
  'seller.return_refund.basic',
  'seller.finance.info',
  'data.shop_analytics.public.read',
  'seller.customer_service',
  'sandbox.ad_spend.read',
  'sandbox.shop_health',
  'sandbox.shop_opening',
];

export type RegisteredApp = { appKey: string; appSecret: string; serviceId: string; name: string };

export function registeredApp(seed: number): RegisteredApp {
  const derive = (part: string) => createHmac('sha256', `sandbox app ${seed}`).update(part).digest('hex');
  const digits = BigInt(`0x${derive('service').slice(0, 15)}`)
    .toString()
    .padStart(18, '0')
    .slice(0, 18);
  return {
    appKey: `6${BigInt(`0x${derive('key').slice(0, 16)}`)
      .toString(36)
      .padStart(12, '0')
      .slice(0, 12)}`,
    appSecret: derive('secret').slice(0, 40),
    serviceId: `7${digits}`,
    name: 'Tradewind',
  };
}
