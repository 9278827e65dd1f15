import { Link } from '@tanstack/react-router';
import type { OrderSummary } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { OrderStatusTag } from '../../shared/widgets/status-tag.tsx';
import { DeadlineMark } from './deadline.tsx';

/** The order id always stands first; the others may be hidden. */
export const choosable = [
  'status',
  'shipBy',
  'shop',
  'product',
  'sku',
  'units',
  'gmv',
  'total',
  'createdAt',
  'paidAt',
  'updatedAt',
] as const;
export type ColumnKey = (typeof choosable)[number];
export const hiddenByDefault = 'total,paidAt,updatedAt';

export const parseHidden = (text: string): ColumnKey[] => choosable.filter((key) => text.split(',').includes(key));

export const columnTitle = {
  status: 'orders.columns.status',
  shipBy: 'orders.columns.shipBy',
  shop: 'orders.columns.shop',
  product: 'orders.columns.product',
  sku: 'orders.columns.sku',
  units: 'orders.columns.units',
  gmv: 'orders.columns.gmv',
  total: 'orders.columns.total',
  createdAt: 'orders.columns.created',
  paidAt: 'orders.columns.paid',
  updatedAt: 'orders.columns.updated',
} as const satisfies Record<ColumnKey, string>;

/** `hiddenColumns` by key with commas, from the address or from this device. */
export function useOrderColumns(hiddenColumns: string): Column<OrderSummary>[] {
  const { t, i18n } = useTranslation();
  const hidden = new Set<string>(parseHidden(hiddenColumns));
  const at = (value: string | null) => (value ? <Instant at={value} /> : <span className="muted">–</span>);
  const drawn: Record<ColumnKey, Omit<Column<OrderSummary>, 'key' | 'title'>> = {
    status: { render: (order) => <OrderStatusTag status={order.status} /> },
    shop: { render: (order) => <ShopChip shop={order.shop} /> },
    product: { render: (order) => <FirstLine order={order} /> },
    sku: { isDeskOnly: true, render: (order) => order.firstLine?.sellerSku ?? '' },
    units: { isNumber: true, render: (order) => formatCount(order.units, i18n.language) },
    gmv: { isNumber: true, render: (order) => <Money value={order.gmv} /> },
    total: { isNumber: true, isDeskOnly: true, render: (order) => <Money value={order.total} /> },
    createdAt: { isSortable: true, isNumber: true, render: (order) => at(order.createdAt) },
    paidAt: { render: (order) => at(order.paidAt) },
    shipBy: { render: (order) => <DeadlineMark order={order} /> },
    updatedAt: { render: (order) => at(order.updatedAt) },
  };
  return [
    { key: 'order', title: t('orders.columns.order'), render: (order) => <OrderLink order={order} /> },
    ...choosable.filter((key) => !hidden.has(key)).map((key) => ({ key, title: t(columnTitle[key]), ...drawn[key] })),
  ];
}

/** A real link, so that it can be opened beside the list; the row's own click must not follow it twice. On a desk the row takes the focus. */
function OrderLink({ order }: { order: OrderSummary }) {
  const isPhone = useIsPhone();
  return (
    <Link
      to="/orders/$orderId"
      params={{ orderId: order.id }}
      className="order-link num"
      tabIndex={isPhone ? 0 : -1}
      onClick={(event) => event.stopPropagation()}
    >
      {order.channelOrderId}
    </Link>
  );
}

function FirstLine({ order: { firstLine, lineCount } }: { order: OrderSummary }) {
  const { t } = useTranslation();
  if (!firstLine) return <span className="muted">{t('orders.noProduct')}</span>;
  return (
    <span className="first-line" title={`${firstLine.productName}\n${firstLine.variantName}\n${firstLine.sellerSku}`}>
      <span className="first-line-name">{firstLine.productName}</span>
      {lineCount > 1 && <span className="muted"> {t('orders.moreLines', { count: lineCount - 1 })}</span>}
    </span>
  );
}
