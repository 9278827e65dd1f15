import { CheckCircleOutlined, DownOutlined, ExclamationCircleOutlined, SyncOutlined, UpOutlined, WarningOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Duty, Shop } from '@tradewind/contract/types';
import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { pages } from '../../app/shell/pages.tsx';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip, ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Countdown, TimeAgo } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useDutyWords } from './duty-words.ts';

const shownAtMost = { desk: 6, phone: 3 };
/** Deadlines come nearer by the passing of time, which no hint tells. */
const refetchMs = 60_000;
const keyOf = ({ kind, subject }: Duty): string => `${kind} ${subject}`;

/** The most urgent of each kind with how many are like it: one kind in ten shops must not hide the others. */
function firstOfKinds(duties: readonly Duty[]): { duty: Duty; alike: number }[] {
  const kinds = new Map<string, { duty: Duty; alike: number }>();
  for (const duty of duties) {
    const held = kinds.get(duty.kind);
    if (held) held.alike += 1;
    else kinds.set(duty.kind, { duty, alike: 0 });
  }
  return [...kinds.values()];
}

/** What needs a person, over all shops: the most urgent first, and all of it by where it is done. */
export function Duties() {
  const { t, i18n } = useTranslation();
  const { query: scope } = useScope();
  const { duties: shown } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const isPhone = useIsPhone();
  const { data, error, refetch } = useQuery({ ...apiQuery('duties.list', { query: scope }), refetchInterval: refetchMs });
  const isAll = shown === 'all';
  const duties = data?.items ?? [];
  const firsts = firstOfKinds(duties).slice(0, isPhone ? shownAtMost.phone : shownAtMost.desk);
  return (
    <section className="panel duties" aria-label={t('duties.title')} data-testid="duties">
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={2} label={t('common.loading')} />}
      {isAll && duties.length > 0 ? (
        <Groups duties={duties} />
      ) : (
        <ul>
          {firsts.map(({ duty, alike }) => (
            <DutyRow key={keyOf(duty)} duty={duty} alike={alike} />
          ))}
          <Filling />
          {data && duties.length === 0 && (
            <li className="duty duty-none" data-testid="no-duties">
              <CheckCircleOutlined className="tone-done" /> {t('duties.none')}
            </li>
          )}
        </ul>
      )}
      {duties.length > firsts.length && (
        <Button
          type="link"
          className="duties-more"
          icon={isAll ? <UpOutlined /> : <DownOutlined />}
          onClick={() => setSearch({ duties: isAll ? undefined : 'all' }, true)}
          data-testid="all-duties"
        >
          {t(isAll ? 'duties.fewer' : 'duties.all', { shown: `${formatCount(duties.length, i18n.language)}${data?.isCut ? '+' : ''}` })}
        </Button>
      )}
    </section>
  );
}

type PageKey = (typeof pages)[number]['key'];
const pageOf = ({ link }: Duty): PageKey => pages.find(({ to }) => to !== '/' && link.page.startsWith(to))?.key ?? 'home';

/** A long list by the page where it is done; the group of the most urgent duty first. */
function Groups({ duties }: { duties: readonly Duty[] }) {
  const { t, i18n } = useTranslation();
  const groups = new Map<PageKey, Duty[]>();
  for (const duty of duties) groups.set(pageOf(duty), [...(groups.get(pageOf(duty)) ?? []), duty]);
  return (
    <div className="duty-groups">
      {[...groups].map(([page, of]) => (
        <section key={page} className="duty-group" aria-label={t(`nav.${page}`)}>
          <h2>
            {t(`nav.${page}`)} <span className="muted num">{formatCount(of.length, i18n.language)}</span>
          </h2>
          <ul>
            {of.map((duty) => (
              <DutyRow key={keyOf(duty)} duty={duty} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function DutyRow({ duty, alike = 0 }: { duty: Duty; alike?: number }) {
  const { t, i18n } = useTranslation();
  const { shop, isLosing, deadline, since, link } = duty;
  const { title, text, action } = useDutyWords(duty);
  const when: ReactNode = deadline ? (
    <Countdown at={deadline} {...(shop ? { shopZone: shop.timeZone } : {})} />
  ) : (
    since && <TimeAgo at={since} words={(ago) => t('duties.since', { ago })} />
  );
  return (
    <li className="duty" data-testid="duty" data-kind={duty.kind} data-market={shop?.market}>
      <Tag tone={isLosing ? 'losing' : 'soon'} icon={isLosing ? <WarningOutlined /> : <ExclamationCircleOutlined />}>
        {t(isLosing ? 'duties.now' : 'duties.soon')}
      </Tag>
      <span className="duty-what">
        <strong>{title}</strong> <span className="muted">{text}</span>
      </span>
      <span className="duty-shop">
        <Whose duty={duty} />
        {alike > 0 && <span className="muted duty-alike">{t('duties.alike', { shown: formatCount(alike, i18n.language) })}</span>}
      </span>
      <span className="muted duty-when">{when}</span>
      {/* A duty's page is one of the router's, but its name comes over the wire. */}
      <Link to={link.page as '/'} search={(previous) => ({ ...previous, ...link.search })} className="duty-button">
        <Button size="small" type={isLosing || deadline ? 'primary' : 'default'} tabIndex={-1}>
          {action}
        </Button>
      </Link>
    </li>
  );
}

/** A shop's; else a market's, where its paper is for one; else everybody's. */
function Whose({ duty: { shop, data } }: { duty: Duty }) {
  const { t } = useTranslation();
  if (shop) return <ShopChip shop={shop} />;
  if (typeof data.market === 'string') return <MarketChip market={data.market} isNamed />;
  return <span className="muted">{t('duties.allShops')}</span>;
}

/** History still coming in: the figures are true for what is here and grow until it is done. */
function Filling() {
  const { t } = useTranslation();
  const { shops } = useShops();
  const { market, shopId } = useScope();
  const inScope = (shop: Shop) => shop.state !== 'unbound' && (!market || shop.market === market) && (!shopId || shop.id === shopId);
  const scope = shops.filter(inScope);
  const filling = scope.filter((shop) => shop.backfill.finishedAt === null && shop.state === 'active');
  if (filling.length === 0) return null;
  const done = filling.reduce((sum, shop) => sum + shop.backfill.done, 0);
  const isKnown = filling.every((shop) => shop.backfill.total !== null);
  const total = filling.reduce((sum, shop) => sum + (shop.backfill.total ?? 0), 0);
  return (
    <li className="duty">
      <Tag tone="plain" icon={<SyncOutlined />}>
        {t('tasks.kinds.backfill')}
      </Tag>
      <span className="duty-what">{t('duties.filling', { count: filling.length, of: scope.length })}</span>
      {isKnown && total > 0 && (
        <Progress
          className="duty-progress"
          size="small"
          percent={Math.floor((done / total) * 100)}
          aria-label={t('tasks.kinds.backfill')}
        />
      )}
    </li>
  );
}
