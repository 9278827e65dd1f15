import type { MarketText, TextSummary } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

export const states = ['draft', 'to-review', 'approved', 'behind'] as const;
export type TextState = (typeof states)[number];
const tones: Record<TextState, Tone> = { draft: 'soon', 'to-review': 'plain', approved: 'done', behind: 'losing' };

/** A text that is behind says so first: whatever it was, its product is another now. */
export function StateTag({ state, isBehind }: Pick<TextSummary, 'state' | 'isBehind'>) {
  const { t } = useTranslation();
  const shown = isBehind ? 'behind' : state;
  return <Tag tone={tones[shown]}>{t(`localisation.states.${shown}`)}</Tag>;
}

/** As the reader's language calls it. */
export function useLanguageName(): (language: string) => string {
  const { i18n } = useTranslation();
  const names = new Intl.DisplayNames([i18n.language], { type: 'language' });
  return (language) => names.of(language) ?? language;
}

type Source = TextSummary['sources'][number];

/** Where words come from, said plainly: a machine's are never called a person's. */
export function useSourceWords(): (source: Source) => string {
  const { t } = useTranslation();
  return ({ kind, similarity, model, missing }) => {
    const plain = t(`localisation.sources.${kind}`, { similarity: similarity ?? 0, model: model ?? '' });
    return missing.length > 0 ? `${plain} · ${t('localisation.missingTerms', { terms: missing.join(', ') })}` : plain;
  };
}

const reasons = [
  ...(['no-source', 'own-language', 'kept', 'cancelled', 'changed-meanwhile', 'model-address-refused', 'model-unreachable'] as const),
  ...(['model-slow', 'model-key-refused', 'model-unknown', 'model-busy', 'model-refused', 'model-error', 'model-rubbish'] as const),
  'model-lost-literals' as const,
];

/** Empty where nothing is to be said. */
export function useReasonWords(): (reason: string | null) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = reasons.find((each) => each === reason);
    return known ? t(`localisation.reasons.${known}`) : (reason ?? '');
  };
}

type Finding = MarketText['findings'][number];

export function useFindingWords(): (finding: Finding) => string {
  const { t } = useTranslation();
  return ({ code, found, reason, source }) => {
    const why = reason ? ` ${t(`localisation.why.${reason}`)} (${source})` : '';
    return t(`localisation.findings.${code}`, { found: found.join(', ') }) + why;
  };
}
