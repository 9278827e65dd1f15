/** A shop's platform at hand, for the length of one job. */
import type { Channel, ChannelFailure, ChannelFulfilment, ShopAccess } from '@tradewind/channels';
import type { TenantTx } from '../../platform/database/database.ts';
import type { JobContext } from '../../platform/lanes/lanes.ts';
import type { Services } from '../../platform/services.ts';
import { hasScope } from '../accounts/index.ts';
import type { ShipmentMove } from './commands/move-shipments.ts';
import type { HoldsOf } from './queries/parcel-facts.ts';

type ToldParcel = { orderId: string; state: 'shipped' | 'rejected'; reason: string };
/** The order desk, which shipping asks what is held and tells what platforms said. Given by the wiring: the desk stands above. */
export type ShippingDesk = {
  holdsOf: HoldsOf;
  followShipments: (
    tx: TenantTx,
    act: { services: Pick<Services, 'newId' | 'hints'>; merchantId: string; now: number },
    parcels: readonly ToldParcel[],
  ) => Promise<void>;
};

export type ShippingCall = {
  services: Services;
  context: JobContext;
  shopId: string;
  market: string;
  channel: Channel;
  fulfilment: ChannelFulfilment;
  access: ShopAccess;
};

/** `failure`: the call never left; the queue comes back. */
export type Outcome = { made: ShipmentMove[]; failure: ChannelFailure | null };

export async function consents(tx: TenantTx, shopId: string, { scopes }: ChannelFulfilment): Promise<boolean> {
  for (const scope of scopes) if (!(await hasScope(tx, shopId, scope))) return false;
  return true;
}
