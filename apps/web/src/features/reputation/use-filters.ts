import { reviewThemes } from '@tradewind/rules/review-theme-names';
import { useOwnSearch } from '../../shared/own-search.ts';

export const ratings = ['negative', '1', '2', '3', '4', '5'] as const;
export const states = ['with-words', 'unanswered', 'withdrawn'] as const;
/** In which buyers write; a review in another is found without this filter. */
export const writtenLanguages = ['en', 'zh', 'ja', 'th', 'vi', 'ms', 'id', 'es', 'fr', 'de', 'it', 'pt'] as const;

/** What the address says, as far as it is understood. */
export function useFilters() {
  const search = useOwnSearch();
  return {
    rating: ratings.find((each) => each === search.rating),
    state: states.find((each) => each === search.state),
    theme: reviewThemes.find((each) => each === search.theme),
    language: writtenLanguages.find((each) => each === search.language),
    channelProductId: /^\d{1,32}$/.test(search.product ?? '') ? search.product : undefined,
  };
}

export const noFilters = { rating: undefined, state: undefined, theme: undefined, language: undefined, product: undefined };
