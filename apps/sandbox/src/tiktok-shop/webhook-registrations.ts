/**
 * Which shop sends which kind of notification where: one address per shop and event type. A second
 * PUT replaces the address and keeps the instant of creation.
 */
import { z } from 'zod';
import type { Instant } from '../world/types.ts';

/** The names a subscription may carry (reference §5). */
export const EVENT_TYPES = [
  'ORDER_STATUS_CHANGE',
  'REVERSE_STATUS_UPDATE',
  'RECIPIENT_ADDRESS_UPDATE',
  'PACKAGE_UPDATE',
  'PRODUCT_STATUS_CHANGE',
  'SELLER_DEAUTHORIZATION',
  'UPCOMING_AUTHORIZATION_EXPIRATION',
  'CANCELLATION_STATUS_CHANGE',
  'RETURN_STATUS_CHANGE',
  'NEW_CONVERSATION',
  'NEW_MESSAGE',
  'PRODUCT_INFORMATION_CHANGE',
  'PRODUCT_CREATION',
  'PRODUCT_CATEGORY_CHANGE',
  'NEW_MESSAGE_LISTENER',
  'INVOICE_STATUS_CHANGE',
  'PRODUCT_AUDIT_STATUS_CHANGE',
] as const;

export const RegistrationSchema = z.object({
  shopId: z.string(),
  eventType: z.string(),
  address: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Registration = z.infer<typeof RegistrationSchema>;
export type Registrations = ReturnType<typeof createRegistrations>;

export function createRegistrations(options: {
  now(): Instant;
  keep(registration: Registration): void;
  drop(shopId: string, eventType: string): void;
}) {
  const byShop = new Map<string, Map<string, Registration>>();
  const shopMap = (shopId: string) => {
    const known = byShop.get(shopId) ?? new Map<string, Registration>();
    byShop.set(shopId, known);
    return known;
  };
  return {
    put(shopId: string, eventType: string, address: string): void {
      const earlier = shopMap(shopId).get(eventType);
      const now = options.now();
      const registration = { shopId, eventType, address, createdAt: earlier?.createdAt ?? now, updatedAt: now };
      shopMap(shopId).set(eventType, registration);
      options.keep(registration);
    },
    remove(shopId: string, eventType: string): void {
      if (shopMap(shopId).delete(eventType)) options.drop(shopId, eventType);
    },
    restore: (registration: Registration) => void shopMap(registration.shopId).set(registration.eventType, registration),
    forget: (shopId: string, eventType: string) => void shopMap(shopId).delete(eventType),
    of: (shopId: string): Registration[] => [...shopMap(shopId).values()],
    find: (shopId: string, eventType: string): Registration | undefined => byShop.get(shopId)?.get(eventType),
  };
}
