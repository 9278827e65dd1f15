import { CheckCircleOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { PerformanceDetail } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { type Column, DataTable } from '../../shared/widgets/data-table.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';

type Rescued = PerformanceDetail['rescue'][number]['orders'][number];

const soonMs = 12 * 3_600_000;

/** The fewest orders that keep the shop where it is, those first that save most. */
export function RescueList({ performance: { shop, rescue, isOpenCut } }: { performance: PerformanceDetail }) {
  const { t, i18n } = useTranslation();
  const orders = rescue.flatMap((each) => each.orders);
  if (rescue.length === 0) return null;
  const leftOf = (order: Rescued) => formatSpan(Math.max(0, (Date.parse(order.shipBefore) - nowMs()) / 1000), i18n.language);
  const isSoon = (order: Rescued) => Date.parse(order.shipBefore) - nowMs() < soonMs;
  const columns: Column<Rescued>[] = [
    {
      key: 'order',
      title: t('performance.rescue.order'),
      render: (order) => (
        <Link to="/orders/$orderId" params={{ orderId: order.orderId }} className="num">
          {order.channelOrderId}
        </Link>
      ),
    },
    {
      key: 'left',
      title: t('performance.rescue.left'),
      render: (order) => <span className={isSoon(order) ? 'tone-soon num' : 'num'}>{leftOf(order)}</span>,
    },
    {
      key: 'deadline',
      title: t('performance.rescue.deadline'),
      render: (order) => <Instant at={order.shipBefore} shopZone={shop.timeZone} />,
    },
    { key: 'saved', title: t('performance.rescue.saved'), isNumber: true, render: (order) => order.pointsSaved },
  ];
  return (
    <section className="panel" aria-label={t('performance.rescue.title')} data-testid="rescue" data-count={orders.length}>
      <header className="panel-head">
        <h2>{t('performance.rescue.title')}</h2>
      </header>
      {orders.length === 0 ? (
        <p className="performance-words">
          <CheckCircleOutlined className="tone-done" /> {t('performance.rescue.none')}
        </p>
      ) : (
        <>
          <p className="performance-words muted">{t('performance.rescue.why')}</p>
          <DataTable
            caption={t('performance.rescue.title')}
            columns={columns}
            rows={orders}
            rowKey={(order) => order.orderId}
            rowData={(order) => ({ 'data-testid': 'rescue-order', 'data-channel-order-id': order.channelOrderId })}
          />
          <p className="performance-words">{t('performance.rescue.how')}</p>
        </>
      )}
      {isOpenCut && <p className="performance-words muted">{t('performance.rescue.cut')}</p>}
    </section>
  );
}
