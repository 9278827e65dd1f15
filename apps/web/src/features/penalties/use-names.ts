import { useQuery } from '@tanstack/react-query';
import { loadPolicyTexts } from '@tradewind/rules/policy-texts';
import { usePreferences } from '../../app/preferences.ts';

/** Names of reasons, measures and restrictions in the reader's language. A code that the rules do not know yet shows as it came. */
type Names = { reason: (code: string) => string; measure: (code: string) => string; reasons: readonly string[] };

export function useNames(): Names {
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['penalty-names', language],
    queryFn: async () => (await loadPolicyTexts(language)).records,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    reason: (code) => data?.violationReasons[code] ?? code,
    measure: (code) => data?.measures[code] ?? code,
    reasons: Object.keys(data?.violationReasons ?? {}),
  };
}
