import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DeskMarks, OrderDetail } from '@tradewind/contract/types';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { OrderStatusTag, Tag } from '../../shared/widgets/status-tag.tsx';
import { CombineDialog } from '../fulfilment/combine-dialog.tsx';
import { BucketTag } from './bucket-tag.tsx';
import { SentFrom } from './sent-from.tsx';
import { TimeLeft } from './time-left.tsx';
import { OrderTimeline } from './timeline.tsx';
import { useTroubleWords } from './use-trouble-words.ts';

/** One order beside the queue: what it is, what was said of it, and everything that happened to it. */
export function DeskDrawer({ orderId, close }: { orderId: string; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const order = useQuery(apiQuery('orders.get', { params: { orderId } }));
  const marks = useQuery(apiQuery('desk-orders.get', { params: { orderId } }));
  const error = order.error ?? marks.error;
  const { data } = order;
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={data?.channelOrderId ?? t('common.loading')}>
      <div className="drawer-body" data-testid="desk-drawer">
        {error && !data && <ErrorPanel error={error} retry={() => void Promise.all([order.refetch(), marks.refetch()])} />}
        {!error && !(data && marks.data) && <SkeletonRows rows={8} label={t('common.loading')} />}
        {data && marks.data && (
          <>
            <p>
              <Link to="/orders/$orderId" params={{ orderId }} data-testid="open-order-page">
                {t('desk.drawer.open')}
              </Link>
            </p>
            <Together order={data} />
            <dl className="facts">
              <Fact name={t('desk.columns.shop')}>
                <ShopChip shop={data.shop} />
              </Fact>
              <Fact name={t('desk.drawer.status')}>
                <OrderStatusTag status={data.status} />
              </Fact>
              <Fact name={t('desk.columns.total')}>
                <Money value={data.total} />
              </Fact>
              <Fact name={t('desk.drawer.lines')}>
                {data.lines.map(({ channelSkuId, sellerSku, quantity }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: equal SKUs stand in separate lines
                  <div key={`${channelSkuId} ${index}`} className="num">
                    {sellerSku} × {quantity}
                  </div>
                ))}
              </Fact>
              {marks.data.bucket && (
                <Fact name={t('desk.columns.left')}>
                  <BucketTag bucket={marks.data.bucket} />{' '}
                  <TimeLeft order={{ ...marks.data, bucket: marks.data.bucket, shop: data.shop }} />
                </Fact>
              )}
            </dl>
            <Said marks={marks.data} />
            {marks.data.allocation && <SentFrom allocation={marks.data.allocation} />}
            <h3>{t('desk.timeline.title')}</h3>
            <OrderTimeline orderId={orderId} />
          </>
        )}
      </div>
    </Drawer>
  );
}

/** One click from the queue to one parcel, where this buyer has other orders waiting. */
function Together({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const mayWrite = useCan('orders:write');
  const [isOpen, setOpen] = useState(false);
  const isWaiting = order.status === 'awaiting-shipment';
  const { data } = useQuery({ ...apiQuery('combine-candidates.list', { params: { orderId: order.id } }), enabled: isWaiting });
  const others = data?.items.length ?? 0;
  if (!mayWrite || !isWaiting || (others === 0 && !isOpen)) return null;
  return (
    <p>
      <Button onClick={() => setOpen(true)} data-testid="combine-from-desk">
        {t('desk.combinable', { count: others })}: {t('fulfilment.combine.open')}
      </Button>
      {isOpen && <CombineDialog order={order} close={() => setOpen(false)} />}
    </p>
  );
}

/** Holds, reviews, exceptions, tags and notes: they belong to the order, whatever becomes of it. */
function Said({ marks: { hold, reviews, troubles, tags, assignee, packedAt, notes } }: { marks: DeskMarks }) {
  const { t } = useTranslation();
  const troubleWords = useTroubleWords();
  return (
    <dl className="facts" data-testid="desk-said">
      {hold && (
        <Fact name={t('desk.drawer.held', { by: hold.by })}>
          {hold.reason} <Instant at={hold.at} />
        </Fact>
      )}
      {reviews.map(({ reason, at }) => (
        <Fact key={reason} name={t('desk.buckets.to-review')}>
          {reason} <Instant at={at} />
        </Fact>
      ))}
      {troubles.map(({ code, reason, dueAt }) => (
        <Fact key={code} name={t('desk.buckets.exception')}>
          {troubleWords({ code, reason })} {dueAt && <Instant at={dueAt} />}
        </Fact>
      ))}
      {tags.length > 0 && (
        <Fact name={t('desk.filters.tag')}>
          <span className="desk-marks">
            {tags.map((tag) => (
              <Tag key={tag} tone="plain">
                {tag}
              </Tag>
            ))}
          </span>
        </Fact>
      )}
      {assignee && <Fact name={t('desk.filters.assigneeId')}>{assignee.name}</Fact>}
      {packedAt && (
        <Fact name={t('desk.drawer.packed')}>
          <Instant at={packedAt} />
        </Fact>
      )}
      {notes.map(({ id, text, by, at }) => (
        <Fact key={id} name={by}>
          {text} <Instant at={at} />
        </Fact>
      ))}
    </dl>
  );
}
