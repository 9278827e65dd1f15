import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OrderSummary } from '@tradewind/contract/types';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Flag } from '../../shared/widgets/flag.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';

/** The newest orders of all shops. A hint brings new ones in; they are marked for a moment, so the eye finds them. */
export function LiveFeed() {
  const { t } = useTranslation();
  const { query: scope } = useScope();
  const { data, error, refetch } = useQuery({
    ...apiQuery('orders.list', { query: { limit: 12, ...scope } }),
    placeholderData: keepPreviousData,
  });
  const items = data?.items;
  const scopeKey = JSON.stringify(scope);
  const isNew = useNewcomers(items, scopeKey);
  return (
    <section className="panel live-feed" data-testid="live-feed" aria-label={t('home.feed.title')}>
      <header className="panel-head">
        <h2>{t('home.feed.title')}</h2>
        <Link to="/orders">{t('home.feed.all')}</Link>
      </header>
      {items?.length === 0 && <EmptyState kind="first-use" title={t('home.feed.none')} text={t('home.feed.noneText')} />}
      {!items && !error && <SkeletonRows rows={10} label={t('common.loading')} />}
      {!items && error && <ErrorPanel error={error} retry={() => void refetch()} />}
      <ul>
        {items?.map((order) => (
          <FeedRow key={order.id} order={order} isNew={isNew(order.id)} />
        ))}
      </ul>
    </section>
  );
}

/** Which of the orders were not there when this scope was first shown. */
function useNewcomers(items: readonly OrderSummary[] | undefined, scopeKey: string): (id: string) => boolean {
  const known = useRef<{ scopeKey: string; ids: Set<string>; newest: Set<string> }>({ scopeKey: '', ids: new Set(), newest: new Set() });
  const { current } = known;
  const isFirst = current.scopeKey !== scopeKey || current.ids.size === 0;
  const newcomers = isFirst ? [] : (items ?? []).filter(({ id }) => !current.ids.has(id)).map(({ id }) => id);
  useEffect(() => {
    const ids = new Set(items?.map(({ id }) => id));
    const isOtherScope = known.current.scopeKey !== scopeKey;
    known.current = { scopeKey, ids: isOtherScope ? ids : new Set([...known.current.ids, ...ids]), newest: known.current.newest };
  }, [items, scopeKey]);
  for (const id of newcomers) current.newest.add(id);
  return (id) => current.newest.has(id);
}

function FeedRow({ order, isNew }: { order: OrderSummary; isNew: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <li className={isNew ? 'feed-new' : undefined} data-testid="feed-row" data-channel-order-id={order.channelOrderId}>
      <Link to="/orders/$orderId" params={{ orderId: order.id }} className="feed-row">
        <Flag market={order.shop.market} />
        <span className="feed-lines">
          <span className="feed-line">
            <span className="feed-product">{order.firstLine?.productName ?? order.channelOrderId}</span>
            <Money value={order.total} />
          </span>
          <span className="feed-line feed-second">
            <span className="feed-shop">
              {order.shop.name} · {t('home.feed.units', { count: order.units, units: formatCount(order.units, i18n.language) })}
            </span>
            <span className="feed-state">
              {t(`orderStatus.${order.status}`)} · <TimeAgo at={order.createdAt} />
            </span>
          </span>
        </span>
      </Link>
    </li>
  );
}
