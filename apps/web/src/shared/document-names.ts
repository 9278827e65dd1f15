import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Words for codes that anybody may add to: a type or category of one's own reads as it was written. */
export function useDocumentNames(): { typeName: (type: string) => string; categoryName: (category: string) => string } {
  const { t, i18n } = useTranslation();
  const typeName = useCallback(
    (type: string) =>
      i18n.exists(`compliance.types.${type}`)
        ? // The cast: just shown to be there.
          t(`compliance.types.${type}` as 'compliance.types.THAI_FDA')
        : type.replaceAll('_', ' '),
    [t, i18n],
  );
  const categoryName = useCallback(
    (category: string) =>
      i18n.exists(`compliance.categories.${category}`)
        ? // The cast: as above.
          t(`compliance.categories.${category}` as 'compliance.categories.bags')
        : category,
    [t, i18n],
  );
  return { typeName, categoryName };
}
