import { ExclamationCircleOutlined, SyncOutlined, WarningOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { Shop, ShopTrouble } from '@tradewind/contract/types';
import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScope } from '../../app/scope.ts';
import { useShops } from '../../shared/api/shops.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { RateDutyRow, useRateDuties } from './rate-duties.tsx';

type Duty = { shop: Shop; trouble: ShopTrouble };
const shownAtMost = 4;

/** Losing first, then what a person can mend, then the oldest. */
function byUrgency(a: Duty, b: Duty): number {
  const weight = ({ trouble }: Duty) => (trouble.severity === 'losing' ? 0 : 2) + (trouble.owner === 'you' ? 0 : 1);
  return weight(a) - weight(b) || Date.parse(a.trouble.since ?? '') - Date.parse(b.trouble.since ?? '');
}

export function Duties() {
  const { t } = useTranslation();
  const { shops, error, refetch } = useShops();
  const { market, shopId } = useScope();
  const inScope = shops.filter(
    (shop) => shop.state !== 'unbound' && (!market || shop.market === market) && (!shopId || shop.id === shopId),
  );
  const duties = inScope.flatMap((shop) => shop.health.troubles.map((trouble) => ({ shop, trouble }))).sort(byUrgency);
  const isShown = new Set(inScope.map((shop) => shop.id));
  const rates = useRateDuties().filter((duty) => isShown.has(duty.shop.id));
  const filling = inScope.filter((shop) => shop.backfill.finishedAt === null && shop.state === 'active');
  if (error && shops.length === 0) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (duties.length === 0 && rates.length === 0 && filling.length === 0) return null;
  // Data that is being lost makes every other figure doubtful; then what has a deadline, then the rest.
  const losing = duties.filter(({ trouble }) => trouble.severity === 'losing');
  const rows = [
    ...losing.map(troubleRow),
    ...rates.map((duty) => <RateDutyRow key={`${duty.shop.id} ${duty.metric.metric}`} duty={duty} />),
    ...duties.slice(losing.length).map(troubleRow),
  ];
  return (
    <section className="panel duties" aria-label={t('home.duties.title')}>
      <ul>
        {rows.slice(0, shownAtMost)}
        {filling.length > 0 && <Filling shops={filling} of={inScope.length} />}
      </ul>
      {rows.length > shownAtMost && (
        <Link to={rates.length > 0 ? '/performance' : '/shops'} className="duties-more">
          {t(rates.length > 0 ? 'home.duties.moreRates' : 'home.duties.more', { count: rows.length - shownAtMost })}
        </Link>
      )}
    </section>
  );
}

const troubleRow = (duty: Duty) => <DutyRow key={`${duty.shop.id} ${duty.trouble.code}`} {...duty} />;

function DutyRow({ shop, trouble }: Duty) {
  const { t } = useTranslation();
  const isLosing = trouble.severity === 'losing';
  const deadline =
    trouble.code === 'token-expiring'
      ? shop.health.tokenExpiresAt
      : trouble.code === 'authorisation-expiring'
        ? shop.health.authorisationExpiresAt
        : null;
  const at = deadline ?? trouble.since;
  return (
    <li className="duty">
      <Tag tone={isLosing ? 'losing' : 'soon'} icon={isLosing ? <WarningOutlined /> : <ExclamationCircleOutlined />}>
        {t(isLosing ? 'home.duties.now' : 'home.duties.soon')}
      </Tag>
      <span className="duty-what">
        <strong>{t(`troubles.${trouble.code}.title`)}</strong> <span className="muted">{t(`troubles.${trouble.code}.text`)}</span>
      </span>
      <span className="duty-shop">
        <ShopChip shop={shop} />
      </span>
      <span className="muted duty-when">
        {at && <TimeAgo at={at} words={(ago) => t(deadline ? 'home.duties.ends' : 'home.duties.since', { ago })} />}
      </span>
      <Link to="/shops" search={(previous) => ({ ...previous, market: undefined, shop: shop.id })} className="duty-button">
        <Button size="small" type={isLosing ? 'primary' : 'default'} tabIndex={-1}>
          {t(`troubles.remedies.${trouble.remedy}`)}
        </Button>
      </Link>
    </li>
  );
}

/** History still coming in: the figures are true for what is here and grow until it is done. */
function Filling({ shops, of }: { shops: Shop[]; of: number }) {
  const { t } = useTranslation();
  const done = shops.reduce((sum, shop) => sum + shop.backfill.done, 0);
  const isKnown = shops.every((shop) => shop.backfill.total !== null);
  const total = shops.reduce((sum, shop) => sum + (shop.backfill.total ?? 0), 0);
  return (
    <li className="duty">
      <Tag tone="plain" icon={<SyncOutlined />}>
        {t('tasks.kinds.backfill')}
      </Tag>
      <span className="duty-what">{t('home.duties.filling', { count: shops.length, of })}</span>
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
