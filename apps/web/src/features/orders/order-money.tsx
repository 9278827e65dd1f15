import type { Money as MoneyValue, OrderDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Money } from '../../shared/widgets/money.tsx';
import { splitMoney } from './money-split.ts';
import { Panel } from './panel.tsx';

/** From the products' prices to what the buyer pays, line by line. */
export function MoneyPanel({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const split = splitMoney(order);
  const row = (name: string, value: MoneyValue, { kind = 'part', note }: { kind?: 'sum' | 'part'; note?: string } = {}) => (
    <div className={`money-${kind}`}>
      <dt>
        {name} {note && <span className="muted">{note}</span>}
      </dt>
      <dd className="num">
        <Money value={value} />
      </dd>
    </div>
  );
  const wherePaid = (name: string, value: MoneyValue) => value.amount !== 0 && row(name, value);
  return (
    <Panel title={t('orders.order.money.title')}>
      <dl className="money-split">
        {row(t('orders.order.money.original'), split.original)}
        {wherePaid(t('orders.order.money.seller'), split.seller)}
        {row(t('orders.order.money.gmv'), split.gmv, { kind: 'sum', note: t('orders.order.money.gmvNote') })}
        {wherePaid(t('orders.order.money.platform'), split.platform)}
        {split.platform.amount !== 0 && row(t('orders.order.money.items'), split.items)}
        {row(t('orders.order.money.shipping'), split.shipping)}
        {row(t('orders.order.money.tax'), split.tax)}
        {wherePaid(t('orders.order.money.other'), split.other)}
        {row(t('orders.order.money.total'), split.total, { kind: 'sum' })}
        {wherePaid(t('orders.order.money.refunded'), split.refunded)}
      </dl>
      {!order.paidAt && <p className="muted order-note">{t('orders.order.money.unpaid')}</p>}
    </Panel>
  );
}
