import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { marketName, marketOrder } from '../../shared/markets.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { useScope, useSetScope } from '../scope.ts';

/** All shops, one market, or one shop: kept in the address, obeyed by every page. */
export function ScopeSwitch() {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const { market, shopId } = useScope();
  const setScope = useSetScope();

  const options = useMemo(() => {
    const markets = [...new Set(shops.map((shop) => shop.market))].sort((a, b) => marketOrder.indexOf(a) - marketOrder.indexOf(b));
    return [
      { value: 'all', label: t('shell.allShops'), search: t('shell.allShops') },
      {
        label: t('shell.markets'),
        options: markets.map((code) => ({
          value: `market:${code}`,
          label: <MarketChip market={code} isNamed />,
          search: `${code} ${marketName(code, i18n.language)}`,
        })),
      },
      {
        label: t('shell.shops'),
        options: shops.map((shop) => ({
          value: `shop:${shop.id}`,
          label: <ShopChip shop={shop} />,
          search: `${shop.name} ${shop.market}`,
        })),
      },
    ];
  }, [shops, t, i18n.language]);

  return (
    <Select
      className="scope-switch"
      aria-label={t('shell.scope')}
      value={shopId ? `shop:${shopId}` : market ? `market:${market}` : 'all'}
      options={options}
      showSearch={{ optionFilterProp: 'search' }}
      popupMatchSelectWidth={false}
      listHeight={420}
      onChange={(value) => {
        const [kind, id] = value.split(':');
        setScope(kind === 'market' && id ? { market: id } : kind === 'shop' && id ? { shop: id } : {});
      }}
    />
  );
}
