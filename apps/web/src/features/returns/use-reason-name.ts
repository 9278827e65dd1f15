import { caseReasonOf } from '@tradewind/rules/case-reasons';
import { useTranslation } from 'react-i18next';

/** In the reader's language where the code is known; else the platform's words, and its code where it has none. */
export function useReasonName(): (reason: { code: string; text: string }) => string {
  const { t } = useTranslation();
  return ({ code, text }) => {
    const known = caseReasonOf(code);
    return known ? t(`returns.reasons.${known}`) : text || code;
  };
}
