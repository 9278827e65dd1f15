import type { MexicoSku } from '@tradewind/contract/types';
import type { OwnSearch } from '../../shared/own-search.ts';

export const skuStates = ['sellable', 'blocked', 'unknown'] as const satisfies readonly MexicoSku['state'][];
export const rhythmFilters = ['core', 'trial', 'none'] as const;
export type SkuFilter = {
  state?: (typeof skuStates)[number];
  reason?: string;
  category?: string;
  rhythm?: (typeof rhythmFilters)[number];
  q?: string;
};

/** What the address asks for; what it says wrongly is left out. */
export function filterOf({ state, reason, category, rhythm, q }: OwnSearch): SkuFilter {
  const known = skuStates.find((each) => each === state);
  const mark = rhythmFilters.find((each) => each === rhythm);
  return {
    ...(known ? { state: known } : {}),
    ...(reason && /^[a-z0-9.-]{1,60}$/.test(reason) ? { reason } : {}),
    ...(category && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(category) ? { category } : {}),
    ...(mark ? { rhythm: mark } : {}),
    ...(q ? { q } : {}),
  };
}
