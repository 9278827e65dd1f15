import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Words for codes that anybody may add to: a type or category of one's own reads as it was written. */
export function useDocumentNames(): { typeName: (type: string) => string; categoryName: (category: string) => string } {
  const { t, i18n } = useTranslation();
  const typeName = useCallback(
    (type: string) => (i18n.exists(`compliance.types.${type}`) ? t(`compliance.types.${type}`) : type.replaceAll('_', ' ')),
    [t, i18n],
  );
  const categoryName = useCallback(
    (category: string) => (i18n.exists(`compliance.categories.${category}`) ? t(`compliance.categories.${category}`) : category),
    [t, i18n],
  );
  return { typeName, categoryName };
}
