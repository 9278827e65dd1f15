import { ClockCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { DeskOrder } from '@tradewind/contract/types';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';

const hourSeconds = 3600;

function toneOf(seconds: number): Tone {
  if (seconds < 0) return 'losing';
  if (seconds < 4 * hourSeconds) return 'soon';
  return seconds < 24 * hourSeconds ? 'plain' : 'quiet';
}

/** How long there is, counting down; an unpaid order has until its voucher ends. Words and an icon beside the colour. */
export function TimeLeft({ order }: { order: Pick<DeskOrder, 'bucket' | 'deadlineAt' | 'shop'> }) {
  const { t, i18n } = useTranslation();
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 15_000);
    return () => clearInterval(timer);
  }, []);
  const { deadlineAt, bucket, shop } = order;
  if (deadlineAt === null) return <span className="muted">{t('desk.noDeadline')}</span>;
  const seconds = (Date.parse(deadlineAt) - nowMs()) / 1000;
  const tone = toneOf(seconds);
  const span = formatSpan(Math.abs(seconds), i18n.language);
  const words = bucket === 'unpaid' ? (seconds < 0 ? 'desk.unpaidSince' : 'desk.payWithin') : seconds < 0 ? 'desk.lateBy' : 'desk.left';
  return (
    <span className="desk-left" data-tone={tone}>
      <Tag tone={tone} icon={seconds < 0 ? <WarningOutlined /> : <ClockCircleOutlined />}>
        {t(words, { span })}
      </Tag>
      <span className="cell-second">
        <Instant at={deadlineAt} shopZone={shop.timeZone} />
      </span>
    </span>
  );
}
