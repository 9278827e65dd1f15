import type { OrderDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { lineGmv } from './money-split.ts';
import { Panel } from './panel.tsx';

type Line = OrderDetail['lines'][number];

/** What was bought, at which prices; discounts and prices are per piece. */
export function LinesPanel({ order }: { order: OrderDetail }) {
  const { t, i18n } = useTranslation();
  const off = (value: Line['sellerDiscount']) =>
    value.amount === 0 ? <span className="muted">–</span> : <Money value={{ ...value, amount: -value.amount }} />;
  const columns: Column<Line>[] = [
    {
      key: 'product',
      title: t('orders.order.line.product'),
      render: (line) => (
        <span className="line-product">
          {line.productName}
          <span className="cell-second">
            {line.sellerSku}
            {line.variantName && ` · ${line.variantName}`}
          </span>
        </span>
      ),
    },
    {
      key: 'quantity',
      title: t('orders.order.line.quantity'),
      isNumber: true,
      render: (line) => formatCount(line.quantity, i18n.language),
    },
    { key: 'original', title: t('orders.order.line.original'), isNumber: true, render: (line) => <Money value={line.originalPrice} /> },
    { key: 'seller', title: t('orders.order.line.seller'), isNumber: true, render: (line) => off(line.sellerDiscount) },
    { key: 'platform', title: t('orders.order.line.platform'), isNumber: true, render: (line) => off(line.platformDiscount) },
    { key: 'gmv', title: t('orders.order.line.gmv'), isNumber: true, render: (line) => <Money value={lineGmv(line)} /> },
  ];
  const keys = new Map(order.lines.map((line, index) => [line, `${index} ${line.channelSkuId}`]));
  return (
    <Panel title={t('orders.order.lines')}>
      <DataTable
        caption={t('orders.order.lines')}
        columns={columns}
        rows={order.lines}
        rowKey={(line) => keys.get(line) ?? line.channelSkuId}
      />
    </Panel>
  );
}
