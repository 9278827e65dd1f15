import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MexicoOverview } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { ApplicationPanel } from './application-panel.tsx';
import { Checklist } from './checklist.tsx';
import { InvitationForm } from './invitation-form.tsx';
import { MexicoStanding } from './mexico-standing.tsx';
import { ProductDrawer } from './product-drawer.tsx';
import { RhythmWarnings } from './rhythm-warnings.tsx';
import { SellerFacts } from './seller-facts.tsx';
import { ShopChoice } from './shop-choice.tsx';
import { SkuPanel } from './sku-panel.tsx';
import { useShopChoice } from './use-shop-choice.ts';

export function MexicoPage() {
  return (
    <Requires scope="listings:read">
      <Mexico />
    </Requires>
  );
}

function Mexico() {
  const { t } = useTranslation();
  const { shop, shops, isPending, isError, error, refetch, choose } = useShopChoice(({ market }) => market === 'US');
  const query = useQuery({ ...apiQuery('us-to-mexico.get', { params: { shopId: shop?.id ?? '' } }), enabled: shop !== null });
  if (isError) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (isPending) return <Waiting />;
  if (!shop)
    return (
      <section className="panel">
        <EmptyState
          kind="first-use"
          title={t('programmes.mexico.noShop')}
          text={t('programmes.mexico.noShopText')}
          action={<Link to="/shops">{t('nav.shops')}</Link>}
        />
      </section>
    );
  return (
    <div className="programme-page">
      <ShopChoice shops={shops} shop={shop} choose={choose} />
      {query.isPending && <Waiting />}
      {query.isError && !query.data && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
      {query.data && <Overview overview={query.data} />}
    </div>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <div className="panel">
      <SkeletonRows rows={10} label={t('common.loading')} />
    </div>
  );
}

function Overview({ overview }: { overview: MexicoOverview }) {
  const { shop, application } = overview;
  return (
    <>
      <div className="programme-columns">
        <MexicoStanding overview={overview} />
        <SellerFacts overview={overview} />
      </div>
      <div className="programme-columns">
        <Checklist overview={overview} />
        <ApplicationPanel programme="us-to-mexico" application={application}>
          <InvitationForm overview={overview} />
        </ApplicationPanel>
      </div>
      {overview.warnings.length > 0 && <RhythmWarnings overview={overview} />}
      <SkuPanel key={shop.id} overview={overview} />
      <ProductDrawer shopId={shop.id} />
    </>
  );
}
