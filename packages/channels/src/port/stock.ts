import type { RowOutcome, ShopAccess } from './shop-access.ts';

/** A place the platform counts stock at. */
export type ChannelWarehouse = {
  channelWarehouseId: string;
  name: string;
  purpose: 'sales' | 'returns' | 'unknown';
  /** In the shop's own market, in another country near buyers, or where goods start when they are ordered. */
  location: 'domestic' | 'overseas' | 'direct-shipping' | 'unknown';
  /** Where it stands, as the platform's two letters; null where it does not say. */
  country: string | null;
  isDefault: boolean;
  isEnabled: boolean;
};

/** What the platform sells and has promised: `available` may still be bought, `committed` is in orders that have not left. */
export type ChannelStockLevel = {
  channelProductId: string;
  channelSkuId: string;
  channelWarehouseId: string;
  sellerSku: string;
  available: number;
  committed: number;
};

/** What may still be bought there from now on, whatever it was; 0 says none. */
export type ChannelQuantity = { channelSkuId: string; channelWarehouseId: string; quantity: number };
export type ChannelQuantityResult = ChannelQuantity & RowOutcome;

/** What one listing offers from where. */
export type ChannelStock = {
  /** The consent must name it before any of these is called: a refusal for want of it would look like a lost consent. */
  scope: string;
  /** Larger quantities are refused by the platform. */
  quantityMax: number;
  warehouses(shop: ShopAccess): Promise<ChannelWarehouse[]>;
  /** Any number of SKUs; the platform leaves out those it does not know. */
  quantities(shop: ShopAccess, channelSkuIds: readonly string[]): Promise<ChannelStockLevel[]>;
  /**
   * Absolute: repeating the newest does no harm, repeating an older one undoes the newer, which only the caller's fence can stop. Hence an
   * unknown outcome, after which `quantities` tells. Rows of one listing; each is told its own outcome. Not examined by the audit; refused
   * while the listing is a draft, failed its audit, or is frozen.
   */
  setQuantities(shop: ShopAccess, change: { channelProductId: string; rows: readonly ChannelQuantity[] }): Promise<ChannelQuantityResult[]>;
};
