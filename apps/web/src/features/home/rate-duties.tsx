import { ExclamationCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { performanceQuery } from '../performance/performance-query.ts';
import { type RateDuty, rateDuties } from '../performance/urgency.ts';

/** What the platform's rates ask for: what can still be prevented first, soonest first, then what costs most. */
export function useRateDuties(): RateDuty[] {
  const maySee = useCan('orders:read');
  const { data } = useQuery({ ...performanceQuery, enabled: maySee });
  const instant = ({ at }: RateDuty) => (at === null ? Number.MAX_SAFE_INTEGER : Date.parse(at));
  return rateDuties(data?.items ?? []).sort((a, b) => instant(a) - instant(b) || b.points - a.points);
}

export function RateDutyRow({ duty: { shop, metric, isAhead, points, at } }: { duty: RateDuty }) {
  const { t } = useTranslation();
  const name = t(`performance.metrics.${metric.metric}`);
  const isLosing = !isAhead && points > 0;
  const what = points > 0 ? (isAhead ? 'will' : 'costs') : isAhead ? 'willWarn' : 'warned';
  const toShip = metric.forecast?.toShip ?? 0;
  return (
    <li className="duty" data-testid="rate-duty" data-shop-id={shop.id}>
      <Tag tone={isLosing ? 'losing' : 'soon'} icon={isLosing ? <WarningOutlined /> : <ExclamationCircleOutlined />}>
        {t(isLosing ? 'home.duties.now' : 'home.duties.soon')}
      </Tag>
      <span className="duty-what">
        <strong>{t(`home.duties.rate.${what}`, { metric: name, count: points })}</strong>{' '}
        <span className="muted">
          {toShip > 0
            ? t('home.duties.rate.ship', { count: toShip })
            : t('home.duties.rate.counts', { numerator: metric.numerator, denominator: metric.denominator })}
        </span>
      </span>
      <span className="duty-shop">
        <ShopChip shop={shop} />
      </span>
      <span className="muted duty-when">{at && <TimeAgo at={at} />}</span>
      <Link to="/performance/$shopId" params={{ shopId: shop.id }} className="duty-button">
        <Button size="small" type={isLosing || isAhead ? 'primary' : 'default'} tabIndex={-1}>
          {t('home.duties.rate.action')}
        </Button>
      </Link>
    </li>
  );
}
