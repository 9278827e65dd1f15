import type { QualificationDocument } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';

/** What it counts for, in the order from wide to narrow. */
export function useScopeWords(): (document: QualificationDocument) => string {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  return ({ legalEntity, brand, category, listingIds }) =>
    [
      legalEntity?.name ?? t('compliance.form.allEntities'),
      ...(brand ? [brand] : []),
      ...(category ? [categoryName(category)] : []),
      ...(listingIds.length > 0 ? [t('compliance.gate.listings', { count: listingIds.length })] : []),
    ].join(' · ');
}
