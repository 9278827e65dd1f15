import { useQuery } from '@tanstack/react-query';
import { loadPolicyTexts } from '@tradewind/rules/policy-texts';
import { usePreferences } from '../../app/preferences.ts';
import type { Words } from './words.ts';

/** The rules' texts in the reader's language; fetched when a page about rules is opened, then kept. */
export function useWords() {
  const { language } = usePreferences();
  return useQuery({
    queryKey: ['policy-texts', language],
    queryFn: async (): Promise<Words> => ({ language, texts: await loadPolicyTexts(language) }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
