import { CheckCircleOutlined, CheckOutlined, ExclamationCircleOutlined, InfoCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { DispatchMetric, Notification, ServiceMetric } from '@tradewind/contract/types';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName } from '../../shared/markets.ts';
import { formatCount } from '../../shared/money.ts';
import { formatDay, formatHour, formatInstant } from '../../shared/time.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { type Tone, targetOf, toneOf } from './kinds.ts';

const icons: Record<Tone, ReactNode> = {
  losing: <ExclamationCircleOutlined className="tone-losing" />,
  soon: <WarningOutlined className="tone-soon" />,
  done: <CheckCircleOutlined className="tone-done" />,
  plain: <InfoCircleOutlined className="tone-plain" />,
};

type Props = { notification: Notification; markRead: (notification: Notification) => void; close: () => void };

export function NotificationRow({ notification, markRead, close }: Props) {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const { kind, shopId, isRead, raisedAt, closedAt } = notification;
  const shop = shops.find(({ id }) => id === shopId);
  const target = targetOf(notification);
  const words = useFactWords(notification);
  return (
    <li className={`notice ${isRead ? '' : 'is-unread'}`} data-testid="notification" data-kind={kind} data-read={isRead}>
      <span className="notice-icon">{icons[toneOf(notification)]}</span>
      <div className="notice-body">
        <div className="notice-title">
          <strong>{t(`notifications.kinds.${kind}.title`, words)}</strong>
          <time
            className="num muted"
            dateTime={raisedAt}
            title={formatInstant(raisedAt, i18n.language, { hasSeconds: true, isNamed: true })}
          >
            {formatHour(raisedAt, i18n.language)}
          </time>
        </div>
        {shop && <ShopChip shop={shop} />}
        <p>{t(notification.facts.metric === 'first-response' ? 'notifications.slowText' : `notifications.kinds.${kind}.text`, words)}</p>
        <div className="notice-foot">
          {closedAt && <span className="tone-done">{t('notifications.mended', { at: formatInstant(closedAt, i18n.language) })}</span>}
          {!closedAt && (
            <Link
              to={target.to}
              search={target.search}
              onClick={() => {
                markRead(notification);
                close();
              }}
            >
              {t(`notifications.actions.${target.action}`)}
            </Link>
          )}
          {!isRead && (
            <Button
              type="text"
              size="small"
              className="notice-read"
              icon={<CheckOutlined />}
              aria-label={t('notifications.markOne', { title: t(`notifications.kinds.${kind}.title`, words) })}
              title={t('notifications.markRead')}
              onClick={() => markRead(notification)}
              data-testid="notification-read"
            />
          )}
        </div>
      </div>
    </li>
  );
}

/** Kinds of jobs by the words people have for them. */
const works = new Map<string, 'sweep' | 'fetch' | 'adSpend' | 'bind' | 'stopped'>([
  ['intake.sweep', 'sweep'],
  ['intake.fetch-orders', 'fetch'],
  ['intake.read-ad-spend', 'adSpend'],
  ['accounts.bind-shops', 'bind'],
  ['stopped', 'stopped'],
]);

const metrics: readonly (DispatchMetric | ServiceMetric)[] = [
  'late-dispatch',
  'seller-fault-cancellation',
  'first-response',
  'reply-24h',
  'reply-48h',
  'negative-reviews',
  'disputes',
  'resolution',
  'defective-returns',
];
const clocks = ['first', 'reply-24h', 'reply-48h'] as const;
const outcomes = ['open', 'rejected', 'needs-documents'] as const;

/** Facts are loose by contract: each is turned into words here, and what is missing reads as a dash. */
function useFactWords({ facts }: Notification) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const { typeName } = useDocumentNames();
  const count = typeof facts.count === 'number' ? facts.count : 0;
  const metric = metrics.find((name) => name === facts.metric);
  const work = works.get(String(facts.work)) ?? 'other';
  const clock = clocks.find((each) => each === facts.clock);
  const outcome = outcomes.find((each) => each === facts.status);
  const number = (value: unknown) => (typeof value === 'number' ? formatCount(value, locale) : '–');
  return {
    count,
    metric: metric ? t(`performance.metrics.${metric}`) : '–',
    windowDays: number(facts.windowDays ?? 7),
    points: number(facts.points),
    numerator: number(facts.numerator),
    denominator: number(facts.denominator),
    toShip: number(facts.toShip),
    at: typeof facts.at === 'string' ? formatInstant(facts.at, locale) : '–',
    amount: formatCount(count, locale),
    code: String(facts.code ?? '–'),
    rule: String(facts.rule ?? '–'),
    by: String(facts.by ?? '–'),
    clock: clock ? t(`notifications.clocks.${clock}`) : '',
    order: String(facts.order ?? '–'),
    outcome: outcome ? t(`openings.status.${outcome}`) : '–',
    paper: typeof facts.type === 'string' ? facts.type.split(', ').map(typeName).join(', ') : '–',
    days: typeof facts.days === 'number' ? formatCount(facts.days, locale) : '–',
    until: typeof facts.until === 'string' ? formatInstant(facts.until, locale, { hasYear: true }) : '–',
    market: typeof facts.market === 'string' ? marketName(facts.market, locale) : '–',
    since: typeof facts.since === 'string' ? formatInstant(facts.since, locale) : '–',
    day: typeof facts.newestOn === 'string' ? formatDay(facts.newestOn, locale) : '–',
    work: t(`notifications.work.${work}`),
  };
}
