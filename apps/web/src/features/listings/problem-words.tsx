import type { Publication } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';

type Problem = Publication['problems'][number];

const known = [
  ...(['paper-missing', 'paper-pending', 'paper-expired', 'prohibited', 'gate-refused', 'shop-not-active', 'product-not-active'] as const),
  ...(['channel-publishes-nothing', 'title-long', 'description-missing', 'description-long', 'image-missing', 'image-small'] as const),
  ...(['images-many', 'preparing', 'category-missing', 'category-closed', 'attribute-missing', 'certificate-missing'] as const),
  ...(['size-chart-missing', 'variant-missing', 'variants-many', 'options-many', 'price-missing', 'size-missing', 'sku-taken'] as const),
  ...(['sku-long', 'stock-none', 'no-consent', 'manufacturer-missing', 'responsible-person-missing', 'warehouse-missing'] as const),
  ...(['listing-gone', 'audit-failed', 'stock-uncounted', 'price-unruled', 'shop-lacks', 'slots-none', 'category-unknown'] as const),
  ...(['mexico-invitation-missing', 'mexico-qualification-missing', 'mexico-category-prohibited'] as const),
  ...(['mexico-category-not-in-pilot', 'mexico-not-in-us-warehouse', 'mexico-unit-price-cap'] as const),
  ...(['text-unseen', 'text-missing', 'text-behind', 'certificate-unmatched', 'certificate-withdrawn'] as const),
  ...(['certificate-pending', 'certificate-expired', 'certificate-undated'] as const),
  ...(['global-draft', 'global-refused'] as const),
];

const SUBJECTS_SHOWN = 5;

/** What is wrong and how to mend it, in the reader's language; the platform's own words stay as they came. */
export function useProblemWords(): (problem: Problem) => string {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  return ({ code, subjects, message }) => {
    const own = known.find((each) => each === code);
    if (!own && message !== null) return message;
    const names = code.startsWith('paper-') ? subjects.map(typeName) : subjects;
    const more = names.length - SUBJECTS_SHOWN;
    const shown = [...names.slice(0, SUBJECTS_SHOWN), ...(more > 0 ? [t('listings.more', { count: more })] : [])].join(', ');
    return t(`listings.problems.${own ?? 'other'}`, { subjects: shown });
  };
}
