/** What the drill and the processes that play the workbench say to each other. Plain data: it crosses a pipe. */
import type { ChannelOrder, ChannelQuantity } from '@tradewind/channels';
import type pg from 'pg';

export type ShopHere = { merchantId: string; shopId: string; channelShopId: string; timeZone: string };
export type Opening = {
  app: pg.ClientConfig;
  system: pg.ClientConfig;
  merchantId: string;
  shops: ShopHere[];
  sabotage: string | null;
  /** The drill's day began then, in real time. */
  begunAt: number;
};

/** What a process of the workbench is asked to do. */
export type Errand =
  | { what: 'open'; opening: Opening }
  | { what: 'sell'; reference: string; variantId: string; units: number }
  | { what: 'release' | 'ship'; reference: string }
  | { what: 'receive'; variantId: string; warehouseId: string; units: number }
  | { what: 'orders'; shopId: string; orders: ChannelOrder[] };

/** What it asks of the platform meanwhile. */
export type PlatformCall =
  | { call: 'set'; channelShopId: string; rows: ChannelQuantity[] }
  | { call: 'read'; channelShopId: string; channelSkuIds: string[] };

export type ToPart = { id: number; errand: Errand } | { called: number; value?: unknown; lost?: true };
export type FromPart = { id: number; value?: unknown; broken?: string } | { calling: number; call: PlatformCall };
