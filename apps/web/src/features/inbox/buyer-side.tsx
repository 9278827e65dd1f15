import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { loadTexts } from '../../shared/i18n/index.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Countdown, Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { OrderStatusTag } from '../../shared/widgets/status-tag.tsx';
import type { ConversationDetail } from './inbox-look.ts';
import { Notes } from './team/notes.tsx';
import { detailQuery, useAct } from './use-inbox.ts';

/** Comes, with its words, when somebody opens an order: a chat does not wait for the desk. */
const OrderDrawer = lazy(async () => {
  await Promise.all((['desk', 'returns', 'review-rules'] as const).map(loadTexts));
  return { default: (await import('./order-drawer.tsx')).OrderDrawer };
});

type Order = Answer<'conversations.orders'>['items'][number];

/** Who writes, what they bought here and where it is, and what colleagues noted. */
export function BuyerSide({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(detailQuery(conversationId));
  if (!data) return <SkeletonRows rows={6} label={t('common.loading')} />;
  return (
    <div className="inbox-side-body" data-testid="buyer-side">
      <Orders conversation={data} />
      <Notes key={data.id} conversation={data} />
    </div>
  );
}

function Orders({ conversation }: { conversation: ConversationDetail }) {
  const { t, i18n } = useTranslation();
  const { id, limits } = conversation;
  const { data, error, refetch } = useQuery(apiQuery('conversations.orders', { params: { conversationId: id } }));
  const [openId, setOpenId] = useState<string | null>(null);
  const maySend = useCan('returns:write') && (limits?.kinds.includes('order-card') ?? false);
  return (
    <section>
      <h2>
        {t('inbox.side.orders')}{' '}
        {data && data.items.length > 0 && <span className="muted num">{formatCount(data.items.length, i18n.language)}</span>}
      </h2>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={3} label={t('common.loading')} />}
      {data?.items.length === 0 && <p className="muted">{t('inbox.side.noOrders')}</p>}
      <ul className="inbox-orders">
        {data?.items.map((order, place) => (
          <OrderCard
            key={order.id}
            order={order}
            conversationId={maySend ? id : null}
            hasParcels={place === 0}
            open={() => setOpenId(order.id)}
          />
        ))}
      </ul>
      {openId && (
        <Suspense fallback={null}>
          <OrderDrawer orderId={openId} close={() => setOpenId(null)} />
        </Suspense>
      )}
    </section>
  );
}

type CardProps = { order: Order; conversationId: string | null; hasParcels: boolean; open: () => void };

/** `conversationId` null: its card cannot be sent. */
function OrderCard({ order, conversationId, hasParcels, open }: CardProps) {
  const { t } = useTranslation();
  const { id, channelOrderId, status, firstLine, lineCount, total, createdAt, shipBy, shop } = order;
  const send = useAct((to: string) =>
    call('messages.create', { params: { conversationId: to }, body: { message: { kind: 'order-card', orderId: id } } }),
  );
  return (
    <li className="inbox-order" data-testid="buyer-order">
      <div className="inbox-order-head">
        <Link to="/orders/$orderId" params={{ orderId: id }} className="num">
          {channelOrderId}
        </Link>
        <OrderStatusTag status={status} />
      </div>
      {firstLine && (
        <p>
          {firstLine.productName} <span className="muted">{firstLine.variantName}</span>
          {lineCount > 1 && <span className="muted"> {t('inbox.side.more', { count: lineCount - 1 })}</span>}
        </p>
      )}
      <p className="muted">
        <Money value={total} /> · <Instant at={createdAt} />
      </p>
      {shipBy && (status === 'awaiting-shipment' || status === 'partially-shipped') && (
        <p>
          {t('inbox.side.shipBy')} <Countdown at={shipBy} shopZone={shop.timeZone} />
        </p>
      )}
      {hasParcels && <Parcels orderId={id} />}
      <p className="inbox-order-acts">
        <Button size="small" onClick={open} data-testid="open-order">
          {t('inbox.side.openOrder')}
        </Button>
        {conversationId && (
          <Button size="small" loading={send.isPending} onClick={() => send.mutate(conversationId)} data-testid="send-order-card">
            {t('inbox.side.sendCard')}
          </Button>
        )}
      </p>
    </li>
  );
}

/** Of the newest order: it is what most ask about. */
function Parcels({ orderId }: { orderId: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({ ...apiQuery('orders.get', { params: { orderId } }), enabled: useCan('orders:read') });
  const parcels = data?.packages.filter(({ trackingNumber }) => trackingNumber !== null) ?? [];
  return parcels.map(({ id, carrier, trackingNumber }) => (
    <p key={id}>
      <span className="muted">{t('inbox.side.parcel')}</span> {carrier} <span className="num">{trackingNumber}</span>
    </p>
  ));
}
