import type { OrderDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Deadline } from './deadline.tsx';
import { Panel } from './panel.tsx';

export function FactsPanel({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const at = (value: string | null) =>
    value ? <Instant at={value} hasYear /> : <span className="muted">{t('orders.order.facts.notYet')}</span>;
  const isCancelled = order.status === 'cancelled';
  return (
    <Panel title={t('orders.order.facts.title')}>
      <dl className="facts">
        {order.shipBy && !isCancelled && (
          <Fact name={t('orders.order.facts.shipBy')}>
            <Deadline order={order} />
          </Fact>
        )}
        <Fact name={t('orders.order.facts.paid')}>{at(order.paidAt)}</Fact>
        {(!isCancelled || order.dispatchedAt) && <Fact name={t('orders.order.facts.dispatched')}>{at(order.dispatchedAt)}</Fact>}
        {(!isCancelled || order.deliveredAt) && <Fact name={t('orders.order.facts.delivered')}>{at(order.deliveredAt)}</Fact>}
        {order.cancelledAt && <Fact name={t('orders.order.facts.cancelled')}>{at(order.cancelledAt)}</Fact>}
        {order.cancelledBy && <Fact name={t('orders.order.facts.cancelledBy')}>{t(`orders.order.facts.by.${order.cancelledBy}`)}</Fact>}
        {order.cancelReason && <Fact name={t('orders.order.facts.cancelReason')}>{order.cancelReason}</Fact>}
        <Fact name={t('orders.order.facts.payment')}>{order.paymentMethod || '–'}</Fact>
        <Fact name={t('orders.order.facts.fulfilment')}>{t(`orders.order.facts.paths.${order.fulfilment}`)}</Fact>
        <Fact name={t('orders.order.facts.updated')}>{at(order.updatedAt)}</Fact>
      </dl>
    </Panel>
  );
}
