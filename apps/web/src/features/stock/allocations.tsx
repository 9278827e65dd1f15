import { useTranslation } from 'react-i18next';
import type { Answer } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { useWarehouses } from './use-stock.ts';

type Allocation = Answer<'allocation-rules.preview'>['items'][number];

/** What each shop shows of a SKU, each number with the steps that led to it. */
export function Allocations({ items }: { items: readonly Allocation[] }) {
  const { t, i18n } = useTranslation();
  const { nameOf } = useWarehouses();
  const count = (value: number) => formatCount(value, i18n.language);
  return items.map(({ shop, quantity, lines }) => (
    <details key={shop.id} className="stock-why-shop" data-testid="why-shop">
      <summary className="stock-why-head">
        <ShopChip shop={shop} />
        <strong>{quantity === null ? t('stock.why.uncounted') : count(quantity)}</strong>
      </summary>
      <ul className="stock-why">
        {lines.map(({ code, warehouseId, value, units }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a calculation have no other name than their place
          <li key={index}>
            <span>{code === 'warehouse' ? nameOf(warehouseId) : t(`stock.why.lines.${code}`, { value: count(value ?? 0) })}</span>
            <span className="num">{code === 'warehouse' ? `+ ${count(units)}` : `= ${count(units)}`}</span>
          </li>
        ))}
      </ul>
    </details>
  ));
}
