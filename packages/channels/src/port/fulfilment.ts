import type { DraftPackage } from './publishing.ts';
import type { Page, RowOutcome, ShopAccess } from './shop-access.ts';

/** A way the platform would carry a parcel, with its price in minor units. `daysMin`, `daysMax`: until it is delivered. */
export type ShippingService = {
  channelServiceId: string;
  name: string;
  price: number;
  currency: string;
  daysMin: number | null;
  daysMax: number | null;
  channelCarrierId: string;
  carrier: string;
  isDefault: boolean;
};

/** Instants, epoch ms. A slot that is full or too near is listed and not open. */
export type PickupSlot = { from: number; until: number; isOpen: boolean };
export type HandoverChoice = { canPickUp: boolean; canDropOff: boolean; dropOffPage: string | null; slots: PickupSlot[] };
/** `slot` null: the next one that the carrier has. */
export type Handover = { method: 'drop-off' } | { method: 'pick-up'; slot: Pick<PickupSlot, 'from' | 'until'> | null };

export type ChannelCarrier = { channelCarrierId: string; name: string };
/** By the seller's own carrier. A number serves one parcel, ever; its form is the carrier's, and the platform checks both. */
export type OwnShipment = { channelCarrierId: string; trackingNumber: string };

/** How a package that is there leaves: by the platform's carrier, or by one of the seller's own. */
export type Shipment = { channelPackageId: string } & ({ path: 'platform'; handover: Handover } | ({ path: 'seller' } & OwnShipment));
export type ShipmentResult = { channelPackageId: string } & RowOutcome;

/** Units of an order, by the ids of the lines they were; null: all that have not left. */
export type UnitsOfOrder = { channelOrderId: string; channelLineIds: string[] | null };
/** `package` null: what the goods add up to by their listings. `channelServiceId` null: the platform's default. */
export type LabelPurchase = UnitsOfOrder & { channelServiceId: string | null; package: DraftPackage | null };
export type MadePackage = { channelPackageId: string; channelLineIds: string[]; warning: string | null };

export type DocumentKind = 'label' | 'packing-slip' | 'label-and-packing-slip';
/** The bytes are a PDF. */
export type ShippingDocument = { bytes: Uint8Array; trackingNumber: string | null };

/** Everything the platform shows of a package; where an intent of unknown outcome is looked up. */
export type PackageDetail = {
  channelPackageId: string;
  channelOrderIds: string[];
  channelLineIds: string[];
  status: 'processing' | 'fulfilling' | 'completed' | 'cancelled';
  cut: 'whole' | 'split' | 'combined';
  path: 'platform' | 'seller';
  trackingNumber: string | null;
  channelCarrierId: string | null;
  carrier: string | null;
  handover: 'drop-off' | 'pick-up' | null;
  pickupSlot: Pick<PickupSlot, 'from' | 'until'> | null;
  weightG: number | null;
  createdAt: number;
  updatedAt: number;
};

/** `reason`: the platform's words why not; empty where it can be. */
export type SplitAttributes = { channelOrderId: string; canSplit: boolean; mustSplit: boolean; reason: string };
/** Packages of these orders may go as one: of several orders of one buyer, or of one order that was split. */
export type Combinable = { channelPackageId: string; channelOrderIds: string[] };
export type TrackingEvent = { at: number; description: string };

/**
 * Getting parcels out. Nowhere is a write repeatable: after an unknown outcome look at the package with `readPackage`, or, where it was
 * made by the write, at the packages of the order, before sending again.
 */
export type ChannelFulfilment = {
  /** The consent must name both before any of these is called: a refusal for want of one would look like a lost consent. */
  scopes: readonly string[];
  /** So many packages a call of `ship`. */
  rowsMax: number;
  /**
   * Whether a paid order has its package already (`ship` it), or the package is made when it leaves (`buyLabel` and `shipUnits`, which
   * may take a part of the units: that is how orders are split there).
   */
  packageExists(market: string): boolean;
  services(shop: ShopAccess, parcel: UnitsOfOrder & { package: DraftPackage | null }): Promise<ShippingService[]>;
  handoverChoice(shop: ShopAccess, channelPackageId: string): Promise<HandoverChoice>;
  /** Who may carry what a seller ships from this warehouse. */
  carriers(shop: ShopAccess, channelWarehouseId: string): Promise<ChannelCarrier[]>;
  /** At most `rowsMax`; each is shipped or refused by itself. */
  ship(shop: ShopAccess, shipments: readonly Shipment[]): Promise<ShipmentResult[]>;
  /** Platform shipping where packages are made when they leave. */
  buyLabel(shop: ShopAccess, purchase: LabelPurchase): Promise<MadePackage>;
  /** The seller's own carrier where packages are made when they leave. */
  shipUnits(shop: ShopAccess, shipment: UnitsOfOrder & OwnShipment): Promise<MadePackage>;
  /** Only of what a seller shipped and the carrier has not delivered. */
  updateTracking(shop: ShopAccess, change: { channelPackageId: string } & OwnShipment): Promise<void>;
  /** A failure `retry-later` while the document is being made, which takes seconds. Platform shipping only. */
  document(shop: ShopAccess, wish: { channelPackageId: string; kind: DocumentKind; size: 'A6' | 'A5' }): Promise<ShippingDocument>;
  splitAttributes(shop: ShopAccess, channelOrderIds: readonly string[]): Promise<SplitAttributes[]>;
  /** Groups hold every unit exactly once; answers their packages in the same order. */
  split(shop: ShopAccess, order: { channelOrderId: string; groups: readonly (readonly string[])[] }): Promise<string[]>;
  combinable(shop: ShopAccess, pageToken: string | null): Promise<Page<Combinable>>;
  /** Answers the package that took their place. Undoes a split where the packages are of one order. */
  combine(shop: ShopAccess, packages: Combinable): Promise<Combinable>;
  /** Each order named gets a package of its own. */
  uncombine(shop: ShopAccess, packages: Combinable): Promise<Combinable[]>;
  /** null where the platform no longer knows it. */
  readPackage(shop: ShopAccess, channelPackageId: string): Promise<PackageDetail | null>;
  /** Of all parcels of the order, the newest first. */
  tracking(shop: ShopAccess, channelOrderId: string): Promise<TrackingEvent[]>;
};
