import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { OrderStatus } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { awaitsSeller } from './order-statuses.ts';

/**
 * A shipping deadline, always in the shop's own zone and with the zone named. It runs only while the order waits for the
 * seller: amber in its last day, red once missed, each with an icon and words because colour alone says nothing.
 */
type Order = { status: OrderStatus; shipBy: string | null; shop: { timeZone: string } };
const soonSeconds = 24 * 3600;

function useRunning(order: Order): { words: string; tone: 'losing' | 'soon' | null } | null {
  const { t, i18n } = useTranslation();
  if (!order.shipBy || !awaitsSeller(order.status)) return null;
  const seconds = (Date.parse(order.shipBy) - nowMs()) / 1000;
  const span = formatSpan(Math.abs(seconds), i18n.language);
  if (seconds < 0) return { words: t('orders.lateBy', { span }), tone: 'losing' };
  return { words: t('orders.leftFor', { span }), tone: seconds < soonSeconds ? 'soon' : null };
}

const icons = { losing: <WarningOutlined />, soon: <ClockCircleOutlined /> };

/** In a table: the instant with its urgency; how long is left on hover. An order that waits for nobody shows a dash. */
export function DeadlineMark({ order }: { order: Order }) {
  const running = useRunning(order);
  if (!running || !order.shipBy) return <span className="muted">–</span>;
  return (
    <span className={`deadline-mark ${running.tone ? `tone-${running.tone}` : ''}`} title={running.words}>
      <Instant at={order.shipBy} shopZone={order.shop.timeZone} /> {running.tone && icons[running.tone]}
      <span className="sr-only">{running.words}</span>
    </span>
  );
}

export function Deadline({ order }: { order: Order }) {
  const running = useRunning(order);
  if (!order.shipBy) return <span className="muted">–</span>;
  return (
    <span className={running ? '' : 'muted'}>
      <Instant at={order.shipBy} shopZone={order.shop.timeZone} />
      {running && (
        <span className={`deadline num ${running.tone ? `tone-${running.tone}` : 'muted'}`}>
          {running.tone && icons[running.tone]} {running.words}
        </span>
      )}
    </span>
  );
}
