import type { Shop } from '@tradewind/contract/types';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ShopChip } from '../../shared/widgets/chips.tsx';

type Props = { shops: readonly Shop[]; shop: Shop; choose: (shopId: string) => void };

export function ShopChoice({ shops, shop, choose }: Props) {
  const { t } = useTranslation();
  return (
    <div className="programme-shop">
      <span id="programme-shop-label">{t('programmes.shop')}</span>
      <Select
        aria-labelledby="programme-shop-label"
        value={shop.id}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'words' }}
        options={shops.map((each) => ({ value: each.id, label: <ShopChip shop={each} />, words: `${each.market} ${each.name}` }))}
        onChange={choose}
        data-testid="programme-shop"
      />
    </div>
  );
}
