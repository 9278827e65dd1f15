import type { Shop } from '@tradewind/contract/types';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useShops } from '../../shared/api/shops.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';

/** The shop to open from: what the address names, else the one in scope, else the first. */
export function useSource(wanted: string | undefined): { source: Shop | undefined; shops: Shop[]; isPending: boolean } {
  const { shops, isPending } = useShops();
  const { shopId } = useScope();
  const bound = shops.filter(({ state }) => state !== 'unbound').sort((a, b) => a.market.localeCompare(b.market));
  const source = bound.find(({ id }) => id === wanted) ?? bound.find(({ id }) => id === shopId) ?? bound[0];
  return { source, shops: bound, isPending };
}

type Props = { id: string; shops: readonly Shop[]; value: string | undefined; onChange: (shopId: string) => void };

export function SourceSelect({ id, shops, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      id={id}
      data-testid="source-shop"
      aria-label={t('openings.form.source')}
      className="source-select"
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'words' }}
      value={value ?? null}
      options={shops.map((shop) => ({ value: shop.id, label: <ShopChip shop={shop} />, words: `${shop.market} ${shop.name}` }))}
      onChange={(next: string | null) => next && onChange(next)}
    />
  );
}
