/** A product in a shop, with all that is asked before it may be published there. */
import type { ChannelAttribute, ChannelCategoryRules } from '@tradewind/channels';
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
    attributes: Record<string, string>;
    status: string;
  };
  /** Those in use, in the order in which they were made. */
  variants: Variant[];
  media: { id: string; width: number; height: number }[];
  category: { id: string; name: string; isOpen: boolean; rules: ChannelCategoryRules | null; attributes: ChannelAttribute[] | null } | null;
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
