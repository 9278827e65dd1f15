import { useTranslation } from 'react-i18next';
import { useWords } from '../rules/use-words.ts';
import { fill, textOf } from '../rules/words.ts';

type Reason = { code: string; qualification?: string | undefined };

/** A reason of a rule as a sentence about the thing it stands beside: without the SKU's name at its head. */
export function useReasonWords(policyId: string): (reason: Reason) => string {
  const { t } = useTranslation();
  const { data: words } = useWords();
  return ({ code, qualification }) => {
    if (code === 'category-unknown' || code === 'price-unknown') return t(`programmes.reasons.${code}`);
    const sentence = words && textOf(words, policyId)?.text.reasons?.[code];
    if (!words || !sentence) return code;
    const own = sentence.replace(/^\{\{sku\}\}\s*[:：]?\s*/, '');
    return fill(words, own.charAt(0).toUpperCase() + own.slice(1), qualification ? { qualification } : {});
  };
}

/** What the rule's texts call a field, an option or a value; the code itself until they are there. */
export function usePolicyWords(policyId: string) {
  const { data: words } = useWords();
  const text = words && textOf(words, policyId)?.text;
  return {
    words,
    text,
    field: (path: string): string => text?.fields[path]?.label ?? path,
    option: (path: string): string => text?.options?.[path] ?? text?.values?.[path] ?? path.split('.').at(-1) ?? path,
    reason: (code: string): string => text?.reasons?.[code] ?? code,
  };
}
