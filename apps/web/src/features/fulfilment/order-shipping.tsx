import { SendOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import type { OrderDetail } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { CombineDialog } from './combine-dialog.tsx';
import './fulfilment.css';
import { useReasonWords } from './reason-words.ts';
import { ShipDialog } from './ship-dialog.tsx';
import { ShipmentStateTag } from './shipment-state.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { Tracking } from './tracking.tsx';

type Open = 'ship' | 'split' | 'combine' | 'uncombine';

/** The next steps of an order that is to leave; none once it has. */
export function ShippingActions({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('orders:write');
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const waiting = order.packages.filter(({ status }) => status === 'processing');
  const together = waiting.find(({ channelOrderIds }) => channelOrderIds.length > 1);
  const isWaiting = order.status === 'awaiting-shipment' || order.status === 'partially-shipped';
  // What was begun is shown to its end, though by then the order has left.
  if (!mayWrite || (!isWaiting && open === null)) return null;
  return (
    <span className="ship-acts">
      {together && <Button onClick={() => setOpen('uncombine')}>{t('fulfilment.uncombine.open')}</Button>}
      {waiting.length > 0 && !together && (
        <>
          <Button onClick={() => setOpen('combine')} data-testid="combine-order">
            {t('fulfilment.combine.open')}
          </Button>
          <Button onClick={() => setOpen('split')} data-testid="split-order">
            {t('fulfilment.split.open')}
          </Button>
        </>
      )}
      <Button type="primary" icon={<SendOutlined />} onClick={() => setOpen('ship')} data-testid="ship-order">
        {t('fulfilment.ship.open')}
      </Button>
      {open === 'ship' && <ShipDialog orderIds={[order.id]} close={close} />}
      {open === 'split' && <SplitDialog orderId={order.id} close={close} />}
      {open === 'combine' && <CombineDialog order={order} close={close} />}
      {open === 'uncombine' && (
        <ChangeDialog
          title={t('fulfilment.uncombine.open')}
          text={t('fulfilment.uncombine.text')}
          wish={{ kind: 'uncombine', orderIds: [order.id] }}
          close={close}
        />
      )}
    </span>
  );
}

const toneOfChange: Record<Answer<'package-changes.list'>['items'][number]['state'], Tone> = {
  planned: 'plain',
  sent: 'plain',
  unknown: 'soon',
  done: 'done',
  rejected: 'losing',
};

/** What was asked about this order's parcels and what came of it, and where they are. */
export function ShippingStory({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const words = useReasonWords();
  const shipments = useQuery(apiQuery('shipments.list', { query: { orderId: order.id, limit: 50 } })).data?.items ?? [];
  const changes = useQuery(apiQuery('package-changes.list', { query: { orderId: order.id, limit: 50 } })).data?.items ?? [];
  return (
    <>
      {shipments.length + changes.length > 0 && (
        <section>
          <h3>{t('fulfilment.story')}</h3>
          <ul className="order-list" data-testid="shipping-story">
            {changes.map(({ id, kind, state, code, message, askedBy, createdAt }) => (
              <li key={id} data-kind={kind} data-state={state}>
                <span className="order-list-first">
                  <strong>{t(`fulfilment.changes.${kind}`)}</strong>{' '}
                  <Tag tone={toneOfChange[state]}>{t(`fulfilment.changeStates.${state}`)}</Tag>
                  <span className="cell-second">{[askedBy, words.reason({ code, message })].filter(Boolean).join(' · ')}</span>
                </span>
                <span className="order-list-last">
                  <Instant at={createdAt} />
                </span>
              </li>
            ))}
            {shipments.map(({ id, state, code, message, askedBy, channelPackageId, updatedAt }) => (
              <li key={id} data-kind="shipment" data-state={state}>
                <span className="order-list-first">
                  <strong className="num">{channelPackageId ?? t('fulfilment.changes.shipment')}</strong> <ShipmentStateTag state={state} />
                  <span className="cell-second">{[askedBy, words.reason({ code, message })].filter(Boolean).join(' · ')}</span>
                </span>
                <span className="order-list-last">
                  <Instant at={updatedAt} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {order.dispatchedAt && <Tracking orderId={order.id} zone={order.shop.timeZone} />}
    </>
  );
}
