import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { HostingView } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ApplicationPanel } from './application-panel.tsx';
import { GrowthStages } from './growth-stages.tsx';
import { HostingForm } from './hosting-form.tsx';
import { HostingVerdict } from './hosting-verdict.tsx';
import { ShopChoice } from './shop-choice.tsx';
import { SubmitForm } from './submit-form.tsx';
import { useShopChoice } from './use-shop-choice.ts';

/** Where the platform would operate for the seller; Ireland and others have shops too, but the source names four. */
const markets = ['DE', 'FR', 'IT', 'ES', 'IE'];

export function HostingPage() {
  return (
    <Requires scope="documents:read">
      <Hosting />
    </Requires>
  );
}

function Hosting() {
  const { t } = useTranslation();
  const { shop, shops, isPending, isError, error, refetch, choose } = useShopChoice(({ market }) => markets.includes(market));
  const query = useQuery({ ...apiQuery('eu-local-hosted.get', { params: { shopId: shop?.id ?? '' } }), enabled: shop !== null });
  if (isError) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (isPending || (shop && query.isPending))
    return (
      <div className="panel">
        <SkeletonRows rows={10} label={t('common.loading')} />
      </div>
    );
  if (!shop)
    return (
      <section className="panel">
        <EmptyState
          kind="first-use"
          title={t('programmes.hosting.noShop')}
          text={t('programmes.hosting.noShopText')}
          action={<Link to="/shops">{t('nav.shops')}</Link>}
        />
      </section>
    );
  return (
    <div className="programme-page">
      <ShopChoice shops={shops} shop={shop} choose={choose} />
      {query.isError && !query.data && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Parts key={shop.id} view={query.data} />}
    </div>
  );
}

function Parts({ view }: { view: HostingView }) {
  return (
    <>
      <div className="programme-columns">
        <HostingVerdict view={view} />
        <ApplicationPanel programme="eu-local-hosted" application={view.application}>
          <SubmitForm view={view} />
        </ApplicationPanel>
      </div>
      <HostingForm view={view} />
      <GrowthStages view={view} />
    </>
  );
}
