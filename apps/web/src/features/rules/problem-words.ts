import { useTranslation } from 'react-i18next';
import type { FieldProblem } from './form-context.ts';

const known = [
  'too_small',
  'too_big',
  'invalid_type',
  'invalid_format',
  'invalid_value',
  'unknown-key',
  'currency',
  'above-total',
  'duplicate',
  'repeated',
  'too-early',
  'after-as-of',
  'earlier-undecided',
] as const;

/** In the reader's language where the kind of the problem says enough; else the rule's own sentence, which is English. */
export function useProblemWords(): (problem: FieldProblem, value: unknown) => string {
  const { t } = useTranslation();
  return ({ code, message }, value) => {
    if (value === undefined || value === '') return t('rules.problems.missing');
    const kind = known.find((each) => each === code);
    return kind ? t(`rules.problems.${kind}`) : message;
  };
}
