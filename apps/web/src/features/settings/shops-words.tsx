import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';

/** "All shops", or how many, their names on hover; one that was bound by somebody else and is not visible here is counted too. */
export function ShopsWords({ shopIds }: { shopIds: readonly string[] | null }) {
  const { t } = useTranslation();
  const { shops } = useShops();
  if (shopIds === null) return <span>{t('shell.allShops')}</span>;
  const names = shops.filter(({ id }) => shopIds.includes(id)).map(({ market, name }) => `${market} ${name}`);
  return <span title={names.join('\n') || undefined}>{t('settings.shopCount', { count: shopIds.length })}</span>;
}
