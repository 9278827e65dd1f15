import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName } from '../../shared/markets.ts';

type Scope = {
  category?: string | null | undefined;
  productId?: string | null | undefined;
  productTitle?: string | null;
  market?: string | null | undefined;
  shopId?: string | null | undefined;
};

/** What a rule is about, as people say it: goods, then places. */
export function useScopeWords(): (scope: Scope) => string {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  const { shops } = useShops();
  return ({ category, productId, productTitle, market, shopId }) => {
    const goods = productId ? (productTitle ?? t('prices.form.product')) : category ? categoryName(category) : t('prices.form.allGoods');
    const shop = shops.find(({ id }) => id === shopId);
    const place = shopId ? (shop?.name ?? '…') : market ? marketName(market, i18n.language) : t('prices.form.everywhere');
    return `${goods} · ${place}`;
  };
}
