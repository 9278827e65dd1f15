import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';

const reasons = [
  ...(['no-provider', 'resting', 'lost-literals', 'too-long', 'language-not-offered', 'program-missing', 'model-address-refused'] as const),
  ...(['model-unreachable', 'model-slow', 'model-key-refused', 'model-unknown', 'model-busy', 'model-refused'] as const),
  ...(['model-error', 'model-rubbish'] as const),
];

/** Empty where nothing is to be said. */
export function useFaultWords(): (reason: string | null) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = reasons.find((each) => each === reason);
    return known ? t(`translation.reasons.${known}`) : (reason ?? '');
  };
}

type By = NonNullable<Answer<'text-translations.create'>['by']>;

/** Who made a translation: a machine by its name, the memory, or the agent. */
export function useByWords(): (by: By) => string {
  const { t } = useTranslation();
  return ({ kind, name }) => t(`translation.by.${kind}`, { name });
}
