import { useQuery } from '@tanstack/react-query';
import { call } from '../../shared/api/call.ts';
import { type BubbleTranslation, useReaderLanguage } from './use-translation.ts';

type Shown = { id: string; text: string; language: string | null };
const ASKED_AT_ONCE = 50;

/** The reviews on the screen in the reader's language, as far as somebody translates for this merchant; the originals stand there meanwhile. */
export function useReviewTranslations(reviews: readonly Shown[]): (review: Shown) => BubbleTranslation | null {
  const language = useReaderLanguage();
  const ids = reviews.filter(({ text, language: own }) => text !== '' && own?.slice(0, 2) !== language).map(({ id }) => id);
  const { data, isFetching, refetch } = useQuery({
    queryKey: ['review-translations.create', language, ids],
    enabled: language !== null && ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (held) => held,
    queryFn: async () => {
      const pages = Array.from({ length: Math.ceil(ids.length / ASKED_AT_ONCE) }, (_, at) =>
        ids.slice(at * ASKED_AT_ONCE, (at + 1) * ASKED_AT_ONCE),
      );
      const answers = await Promise.all(
        pages.map((reviewIds) => call('review-translations.create', { body: { language: language ?? 'en', reviewIds } })),
      );
      return new Map(answers.flatMap(({ items }) => items.map((item) => [item.reviewId, item] as const)));
    },
  });
  return ({ id }) => {
    const item = data?.get(id);
    // Without a provider the words are simply those that were written.
    if (language === null || !item || item.state === 'unneeded' || item.reason === 'no-provider') return null;
    const { state, from, text, by, reason } = item;
    // There is no better guess than the detector's: nothing is offered to translate from.
    const rest = { language, likely: language, isAsking: isFetching, retry: () => void refetch(), translateFrom: () => undefined };
    return { state, from, text, by, reason, ...rest };
  };
}
