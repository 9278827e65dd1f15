import { ArrowLeftOutlined, DownOutlined, UpOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { OrderDetail } from '@tradewind/contract/types';
import { Button, Typography } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getPreferences } from '../../app/preferences.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { OrderStatusTag } from '../../shared/widgets/status-tag.tsx';
import { OrderTimeline } from '../desk/timeline.tsx';
import { ShippingActions } from '../fulfilment/order-shipping.tsx';
import { neighboursOf } from './list-memory.ts';
import { BuyerPanel } from './order-buyer.tsx';
import { FactsPanel } from './order-facts.tsx';
import { LinesPanel } from './order-lines.tsx';
import { MoneyPanel } from './order-money.tsx';
import { PackagesPanel, RefundsPanel } from './order-parcels.tsx';
import { Panel } from './panel.tsx';
import './orders.css';

export function OrderPage() {
  return (
    <Requires scope="orders:read">
      <Order />
    </Requires>
  );
}

function Order() {
  const { t } = useTranslation();
  // Only the route /orders/$orderId shows this page.
  const { orderId = '' } = useParams({ strict: false });
  const query = useQuery(apiQuery('orders.get', { params: { orderId } }));
  return (
    <>
      <Steps orderId={orderId} />
      {query.isPending && (
        <div className="panel">
          <SkeletonRows rows={10} label={t('common.loading')} />
        </div>
      )}
      {query.isError && !query.data && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Detail order={query.data} />}
    </>
  );
}

/** Back to the list as it was, or on to its next row. */
function Steps({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search, before, after } = neighboursOf(orderId);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!getPreferences().hasShortcuts || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement)
        return;
      const next = event.key === 'j' ? after : event.key === 'k' ? before : null;
      if (next) void navigate({ to: '/orders/$orderId', params: { orderId: next }, replace: true });
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate, before, after]);
  const step = (id: string | null, label: string, icon: ReactNode) => (
    <Button
      type="text"
      icon={icon}
      aria-label={label}
      title={label}
      disabled={!id}
      onClick={() => id && void navigate({ to: '/orders/$orderId', params: { orderId: id }, replace: true })}
    />
  );
  return (
    <div className="order-steps">
      <Link to="/orders" search={search} className="order-back">
        <ArrowLeftOutlined /> {t('orders.order.back')}
      </Link>
      {(before || after) && (
        <span>
          {step(before, t('orders.order.previous'), <UpOutlined />)}
          {step(after, t('orders.order.next'), <DownOutlined />)}
        </span>
      )}
    </div>
  );
}

function Detail({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  return (
    <article data-testid="order-page" data-channel-order-id={order.channelOrderId}>
      <PageHeader
        title={t('orders.order.title', { id: order.channelOrderId })}
        actions={<ShippingActions order={order} />}
        answer={
          <span className="order-answer">
            <OrderStatusTag status={order.status} />
            <ShopChip shop={order.shop} />
            <span>
              {t('orders.order.placed')} <Instant at={order.createdAt} hasYear />
            </span>
            <Typography.Text copyable={{ text: order.channelOrderId, tooltips: [t('orders.copy'), t('orders.copied')] }} />
          </span>
        }
      />
      <div className="order-columns">
        <div className="order-main">
          <LinesPanel order={order} />
          <MoneyPanel order={order} />
          <RefundsPanel order={order} />
          <PackagesPanel order={order} />
        </div>
        <div className="order-side">
          <FactsPanel order={order} />
          <BuyerPanel order={order} />
          <Panel title={t('desk.timeline.title')}>
            <OrderTimeline orderId={order.id} />
          </Panel>
        </div>
      </div>
    </article>
  );
}
