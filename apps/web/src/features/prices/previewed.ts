import type { PricedVariant } from '@tradewind/contract/types';
import type { Answer } from '../../shared/api/call.ts';

export type PreviewedShop = Answer<'price-previews.create'>['shops'][number];
/** One variant in one shop. */
export type Cell = PricedVariant['prices'][number];
