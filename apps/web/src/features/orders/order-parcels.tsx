import { Link } from '@tanstack/react-router';
import type { OrderDetail, PackageView } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { ShippingStory } from '../fulfilment/order-shipping.tsx';
import { UnaskedActs } from '../returns/unasked.tsx';
import { Panel } from './panel.tsx';

/** The channels' words for how a case stands. One that we do not know yet is shown as it came. */
const toneOfRefund = {
  requested: 'soon',
  approved: 'plain',
  'awaiting-buyer-response': 'plain',
  'awaiting-buyer-shipment': 'plain',
  'shipped-by-buyer': 'plain',
  'parcel-rejected': 'soon',
  'refunded-instead': 'done',
  completed: 'done',
  rejected: 'quiet',
  withdrawn: 'quiet',
} as const satisfies Record<string, Tone>;
const isKnownState = (status: string): status is keyof typeof toneOfRefund => Object.hasOwn(toneOfRefund, status);

function RefundState({ status }: { status: string }) {
  const { t } = useTranslation();
  if (!isKnownState(status)) return <Tag tone="plain">{status}</Tag>;
  return <Tag tone={toneOfRefund[status]}>{t(`orders.order.refunds.states.${status}`)}</Tag>;
}

export function RefundsPanel({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('orders.order.refunds.title')}>
      {order.refunds.length === 0 ? (
        <p className="muted order-note">{t('orders.order.refunds.none')}</p>
      ) : (
        <ul className="order-list">
          {order.refunds.map((refund) => (
            <li key={`${refund.kind} ${refund.channelAfterSaleId}`}>
              <span className="order-list-first">
                <strong>{t(`orders.order.refunds.kinds.${refund.kind}`)}</strong> <RefundState status={refund.status} />
                <span className="cell-second">
                  {refund.reason}{' '}
                  <Link to="/after-sales" search={{ bucket: 'all', q: `"${refund.channelAfterSaleId}"` }} className="num">
                    {refund.channelAfterSaleId}
                  </Link>
                </span>
              </span>
              <span className="order-list-last">
                <Money value={refund.amount} />
                <span className="cell-second">
                  {refund.refundedAt ? <Instant at={refund.refundedAt} /> : t('orders.order.refunds.open')}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <UnaskedActs order={order} />
    </Panel>
  );
}

const toneOfPackage: Record<PackageView['status'], Tone> = {
  processing: 'plain',
  fulfilling: 'plain',
  completed: 'done',
  cancelled: 'quiet',
};

export function PackagesPanel({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('orders.order.packages.title')}>
      {order.packages.length === 0 ? (
        <p className="muted order-note">{t('orders.order.packages.none')}</p>
      ) : (
        <ul className="order-list">
          {order.packages.map((parcel) => {
            const others = parcel.channelOrderIds.filter((id) => id !== order.channelOrderId);
            return (
              <li key={parcel.id}>
                <span className="order-list-first">
                  <strong className="num">{parcel.channelPackageId}</strong>{' '}
                  <Tag tone={toneOfPackage[parcel.status]}>{t(`orders.order.packages.states.${parcel.status}`)}</Tag>
                  <span className="cell-second">
                    {[parcel.carrier, parcel.trackingNumber ?? t('orders.order.packages.noTracking')].filter(Boolean).join(' · ')}
                  </span>
                  {others.length > 0 && (
                    <span className="cell-second">
                      {t('orders.order.packages.with')} {others.join(', ')}
                    </span>
                  )}
                </span>
                <span className="order-list-last">
                  <Instant at={parcel.updatedAt} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <ShippingStory order={order} />
    </Panel>
  );
}
