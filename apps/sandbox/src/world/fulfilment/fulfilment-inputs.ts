import { z } from 'zod';

/** What sellers do with parcels, by schema: what the journal keeps and reads back. Instants are epoch milliseconds. */
const ids = z.array(z.string());
const handoverSchema = z.strictObject({
  method: z.enum(['PICKUP', 'DROP_OFF']),
  /** Of a pick-up, when. */
  from: z.number().nullable(),
  until: z.number().nullable(),
});
const ownShipmentSchema = z.strictObject({ trackingNumber: z.string(), carrier: z.string() });

/** Opens a parcel and ships it in one go, as in the US; a tracking number of the seller's own, or the platform's. */
export const openAndShipSchema = z.strictObject({
  orderId: z.string(),
  lineIds: ids,
  carrier: z.string(),
  trackingNumber: z.string().nullable(),
  measured: z.strictObject({ grams: z.number(), sizeMm: z.tuple([z.number(), z.number(), z.number()]) }).nullable(),
});
export const shipSchema = z.strictObject({
  packageId: z.string(),
  handover: handoverSchema.nullable(),
  own: ownShipmentSchema.nullable(),
});
export const updateTrackingSchema = z.strictObject({ packageId: z.string(), own: ownShipmentSchema });
export const splitSchema = z.strictObject({ orderId: z.string(), groups: z.array(ids) });
export const combineSchema = z.strictObject({ packageIds: ids });
export const uncombineSchema = z.strictObject({ packageId: z.string(), orderIds: ids });

export type OpenAndShipInput = z.output<typeof openAndShipSchema>;
export type ShipInput = z.output<typeof shipSchema>;
export type UpdateTrackingInput = z.output<typeof updateTrackingSchema>;
export type SplitInput = z.output<typeof splitSchema>;
export type CombineInput = z.output<typeof combineSchema>;
export type UncombineInput = z.output<typeof uncombineSchema>;

/** Who works at the shop and how carriers fare; set by control calls. */
export const staffSchema = z.strictObject({ shopIds: ids.min(1).max(100).optional(), isPresent: z.boolean() });
export const lateCarrierSchema = z.strictObject({ carrier: z.string(), share: z.number().min(0).max(1), days: z.number().min(0).max(60) });
export const payOrdersSchema = z.strictObject({ orderIds: ids.min(1).max(1000) });
export type StaffInput = z.output<typeof staffSchema>;
export type LateCarrierInput = z.output<typeof lateCarrierSchema>;
export type PayOrdersInput = z.output<typeof payOrdersSchema>;
