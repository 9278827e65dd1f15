import { RightOutlined } from '@ant-design/icons';
import type { Shop } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { formatSpan, nowMs } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { Flag } from '../../shared/widgets/flag.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { ShopStateTag } from '../../shared/widgets/status-tag.tsx';
import { BackfillProgress } from './backfill.tsx';
import { ReauthoriseButton } from './trouble-list.tsx';

const warningSeconds = 30 * 86_400;

/** How long a token or a consent still lives; amber when it ends within the platform's own month of warning. */
function LifeLeft({ until }: { until: string | null }) {
  const { t, i18n } = useTranslation();
  if (!until) return <span className="muted">–</span>;
  const seconds = (Date.parse(until) - nowMs()) / 1000;
  if (seconds <= 0) return <span className="tone-losing">{t('shops.ended')}</span>;
  return (
    <time className={`num ${seconds < warningSeconds ? 'tone-soon' : ''}`} dateTime={until}>
      {t('shops.left', { span: formatSpan(seconds, i18n.language) })}
    </time>
  );
}

function Seen({ at }: { at: string | null }) {
  const { t } = useTranslation();
  return at ? <TimeAgo at={at} /> : <span className="muted">{t('shops.never')}</span>;
}

function Name({ shop }: { shop: Shop }) {
  return (
    <span className="shop-name">
      <Flag market={shop.market} />
      <span className="shop-name-words">
        <span className="shop-name-first">
          <span className="chip-code">{shop.market}</span> {shop.name}
        </span>
        <span className="cell-second">{shop.legalEntity.name}</span>
      </span>
    </span>
  );
}

function State({ shop }: { shop: Shop }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [first, ...others] = shop.state === 'unbound' ? [] : shop.health.troubles;
  return (
    <span className="shop-state">
      <ShopStateTag shop={shop} />
      {first && (
        <span className="cell-second">
          {t(`troubles.${first.code}.title`)}
          {others.length > 0 && ` +${others.length}`}
        </span>
      )}
      {isPhone && <Remedy shop={shop} />}
    </span>
  );
}

export function useShopColumns(): Column<Shop>[] {
  const { t, i18n } = useTranslation();
  // A consent that was taken back has no life left, whatever date it once carried.
  const live = (shop: Shop) => shop.state === 'active';
  return [
    { key: 'shop', title: t('shops.columns.shop'), render: (shop) => <Name shop={shop} /> },
    { key: 'state', title: t('shops.columns.state'), render: (shop) => <State shop={shop} /> },
    {
      key: 'authorisation',
      title: t('shops.columns.authorisation'),
      isDeskOnly: true,
      render: (shop) => <LifeLeft until={live(shop) ? shop.health.authorisationExpiresAt : null} />,
    },
    { key: 'webhook', title: t('shops.columns.webhook'), render: (shop) => <Seen at={shop.health.lastWebhookAt} /> },
    { key: 'sweep', title: t('shops.columns.sweep'), render: (shop) => <Seen at={shop.health.lastSweptAt} /> },
    {
      key: 'lag',
      title: t('shops.columns.lag'),
      isNumber: true,
      isDeskOnly: true,
      render: (shop) => (shop.health.lagSeconds === null ? '–' : formatSpan(shop.health.lagSeconds, i18n.language)),
    },
    { key: 'history', title: t('shops.columns.history'), render: (shop) => <BackfillProgress shop={shop} />, widthPx: 190 },
    { key: 'action', title: t('shops.columns.action'), isDeskOnly: true, render: (shop) => <NextStep shop={shop} /> },
  ];
}

const mendable = (shop: Shop) => shop.state !== 'unbound' && shop.health.troubles.find((trouble) => trouble.remedy === 're-authorise');

function Remedy({ shop }: { shop: Shop }) {
  const trouble = mendable(shop);
  return trouble && <ReauthoriseButton shop={shop} isUrgent={trouble.severity === 'losing'} isSmall />;
}

function NextStep({ shop }: { shop: Shop }) {
  const { t } = useTranslation();
  const mayBind = useCan('shops:write');
  if (mayBind && mendable(shop)) return <Remedy shop={shop} />;
  if (mayBind && shop.state === 'unbound') return <ReauthoriseButton shop={shop} isSmall />;
  return (
    <span className="muted">
      {t('shops.details')} <RightOutlined />
    </span>
  );
}
