import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { Shop } from '@tradewind/contract/types';
import { Button, Drawer } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getPreferences } from '../../app/preferences.ts';
import { useCan } from '../../app/session.ts';
import { formatCount } from '../../shared/money.ts';
import { formatSpan } from '../../shared/time.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant, TimeAgo } from '../../shared/widgets/instant.tsx';
import { ShopStateTag } from '../../shared/widgets/status-tag.tsx';
import { BackfillProgress } from './backfill.tsx';
import { ReauthoriseButton, TroubleList } from './trouble-list.tsx';
import { UnbindButton } from './unbind.tsx';

type Props = { shop: Shop; close: () => void; move: (step: 1 | -1) => void };

/** One shop beside the list; j and k move through the list without closing it. */
export function ShopDrawer({ shop, close, move }: Props) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayBind = useCan('shops:write');
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!getPreferences().hasShortcuts || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'j') move(1);
      if (event.key === 'k') move(-1);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [move]);
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 460}
      title={
        <span className="drawer-title">
          <MarketChip market={shop.market} /> <span className="drawer-name">{shop.name}</span>
        </span>
      }
      extra={
        <>
          <Button type="text" icon={<UpOutlined />} onClick={() => move(-1)} aria-label={t('shops.drawer.previous')} />
          <Button type="text" icon={<DownOutlined />} onClick={() => move(1)} aria-label={t('shops.drawer.next')} />
        </>
      }
      footer={
        mayBind && (
          <div className="drawer-foot">
            <ReauthoriseButton shop={shop} />
            {shop.state !== 'unbound' && <UnbindButton shop={shop} />}
          </div>
        )
      }
    >
      <div className="drawer-body" data-testid="shop-drawer">
        <p className="drawer-state">
          <ShopStateTag shop={shop} />
          <Link to="/orders" search={(previous) => ({ ...previous, market: undefined, shop: shop.id })}>
            {t('shops.drawer.orders')}
          </Link>
        </p>
        {shop.state !== 'unbound' && (
          <section>
            <h2>{t('shops.drawer.troubles')}</h2>
            <TroubleList shop={shop} />
          </section>
        )}
        <Connection shop={shop} />
        <About shop={shop} />
      </div>
    </Drawer>
  );
}

function Connection({ shop: { health, ...shop } }: { shop: Shop }) {
  const { t, i18n } = useTranslation();
  const never = <span className="muted">{t('shops.never')}</span>;
  return (
    <section>
      <h2>{t('shops.drawer.connection')}</h2>
      <dl className="facts">
        {shop.state !== 'unbound' && (
          <>
            <Fact name={t('shops.drawer.authorisationExpiresAt')}>
              {health.authorisationExpiresAt ? <Instant at={health.authorisationExpiresAt} hasYear /> : '–'}
            </Fact>
            <Fact name={t('shops.drawer.tokenExpiresAt')}>
              {health.tokenExpiresAt ? <Instant at={health.tokenExpiresAt} hasYear /> : '–'}{' '}
              <span className="muted">{t('shops.drawer.renewed')}</span>
            </Fact>
          </>
        )}
        <Fact name={t('shops.drawer.lastWebhookAt')}>{health.lastWebhookAt ? <TimeAgo at={health.lastWebhookAt} /> : never}</Fact>
        <Fact name={t('shops.drawer.lastSweptAt')}>{health.lastSweptAt ? <TimeAgo at={health.lastSweptAt} /> : never}</Fact>
        <Fact name={t('shops.drawer.lag')}>{health.lagSeconds === null ? '–' : formatSpan(health.lagSeconds, i18n.language)}</Fact>
        <Fact name={t('shops.drawer.sweepRepairs')}>{formatCount(health.sweepRepairs, i18n.language)}</Fact>
        <Fact name={t('shops.drawer.parkedJobs')}>
          <span className={health.parkedJobs > 0 ? 'tone-losing' : ''}>{formatCount(health.parkedJobs, i18n.language)}</span>
        </Fact>
        <Fact name={t('shops.drawer.history')}>
          <BackfillProgress shop={shop} />
        </Fact>
        {shop.backfill.finishedAt && (
          <Fact name={t('shops.drawer.historyFinished')}>
            <Instant at={shop.backfill.finishedAt} hasYear />
          </Fact>
        )}
      </dl>
    </section>
  );
}

function About({ shop }: { shop: Shop }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('shops.drawer.about')}</h2>
      <dl className="facts">
        <Fact name={t('shops.drawer.channel')}>{t(`shops.channels.${shop.channel}`)}</Fact>
        <Fact name={t('shops.drawer.channelShopId')}>
          <code>{shop.channelShopId}</code>
        </Fact>
        <Fact name={t('shops.drawer.market')}>
          <MarketChip market={shop.market} isNamed />
        </Fact>
        <Fact name={t('shops.drawer.currency')}>{shop.currency}</Fact>
        <Fact name={t('shops.drawer.timeZone')}>{shop.timeZone}</Fact>
        <Fact name={t('shops.drawer.sellerType')}>{t(`shops.sellerTypes.${shop.sellerType}`)}</Fact>
        <Fact name={t('shops.drawer.legalEntity')}>{shop.legalEntity.name}</Fact>
        <Fact name={t('shops.drawer.boundAt')}>
          <Instant at={shop.boundAt} hasYear />
        </Fact>
        {shop.unboundAt && (
          <Fact name={t('shops.drawer.unboundAt')}>
            <Instant at={shop.unboundAt} hasYear />
          </Fact>
        )}
      </dl>
    </section>
  );
}
