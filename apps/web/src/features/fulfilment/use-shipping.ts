import { useQueryClient } from '@tanstack/react-query';
import type { Answer, Request } from '../../shared/api/call.ts';

export type Shipment = Answer<'shipments.list'>['items'][number];
export type ShipmentRun = Answer<'shipment-runs.get'>;
export type ShippingChoices = Answer<'shipping-choices.get'>;
type ShipmentWish = Request<'shipment-runs.create'>['body'];
export type ParcelWish = ShipmentWish['parcels'][number];
export type Handover = NonNullable<ShipmentWish['handover']>;

/** After a wish of one's own nothing that shows parcels is believed any more. */
export function useShippingChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => /^(shipment|shipping|package|orders\.|desk-|tasks|intents)/.test(String(queryKey[0])),
    });
}
