/** A product in a shop, with all that is asked before it may be published there. */
import type { ChannelAttribute, ChannelCategoryRules } from '@tradewind/channels';
import type { GivenAttribute } from '../catalog/index.ts';
import type { ShopText } from '../localisation/index.ts';
import type { Drift, ListingFacts } from './facts.ts';
import type { Offer } from './publication-offer.ts';
import type { PublicationWish } from './publication-wish.ts';

/** What blocks keeps it from being sent, whoever asks. `message`: the platform's own words, where it is the platform that says so. */
export type PublicationProblem = { code: string; weight: 'blocks' | 'warns'; subjects: string[]; message: string | null };

/** `locked` is none of them: it is what a live one is while the gate refuses it. */
export type PublicationState = 'draft' | 'incomplete' | 'sending' | 'under-review' | 'live' | 'rejected' | 'off';

export type PublicationCell = {
  id: string;
  runId: string;
  state: PublicationState;
  intent: 'planned' | 'sent' | 'unknown' | null;
  sentAt: Date | null;
  preparedAt: Date | null;
  wish: PublicationWish;
  failures: PublicationProblem[];
  channelProductId: string | null;
  /** What the platform was last told, and what it shows instead. */
  lastSent: ListingFacts | null;
  drift: Drift | null;
  /** Of one that is being sent: what it was. */
  cameFrom: PublicationState | null;
  /** The global product that it is sent through, or came from; null: it is a listing of its own shop. */
  globalPublicationId: string | null;
  listingId: string | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
  shop: {
    id: string;
    name: string;
    channel: string;
    market: string;
    timeZone: string;
    currency: string;
    state: string;
    legalEntityId: string;
    /** What the platform asks of the shop as a whole, and says it lacks. */
    unmet: { code: string; reasons: string[] }[];
  };
  product: {
    id: string;
    code: string;
    title: string;
    description: string;
    category: string | null;
    brand: string | null;
    materials: string[];
    optionNames: string[];
    status: string;
  };
  /** Those in use, in the order in which they were made. */
  variants: Variant[];
  /** By variant. */
  offers: ReadonlyMap<string, Offer>;
  media: { id: string; width: number; height: number }[];
  category: { id: string; name: string; isOpen: boolean; rules: ChannelCategoryRules | null; attributes: ChannelAttribute[] | null } | null;
  /** What the buyers of this shop are to read, beside the product's own words. */
  shopText: ShopText | null;
  /** What the product says of itself, with what its groups pass down. */
  said: readonly GivenAttribute[];
  /** SKUs of this product that another listing of the shop has already. */
  takenSkus: string[];
};
type Variant = {
  id: string;
  sku: string;
  optionValues: string[];
  gtin: string | null;
  weightG: number | null;
  lengthMm: number | null;
  widthMm: number | null;
  heightMm: number | null;
};

/** What is there already is edited in its own shop, wherever it came from. */
export const isSentThroughGlobal = ({ globalPublicationId, channelProductId }: PublicationCell): boolean =>
  globalPublicationId !== null && channelProductId === null;

/** What a person wrote for this shop alone, else the text of its market, else the product's own words. */
export function wordsOf({ wish, shopText, product }: Pick<PublicationCell, 'wish' | 'shopText' | 'product'>) {
  const text = shopText?.text;
  return {
    title: wish.title ?? (text?.title || product.title),
    description: wish.description ?? (text?.description || product.description),
    sizeChartMediaId: wish.sizeChartMediaId ?? text?.sizeChartMediaId ?? null,
  };
}
