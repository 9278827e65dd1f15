import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useOwnSearch } from '../../shared/own-search.ts';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { FeesForm, type FeeWish, requestOf } from './fees-form.tsx';
import { FeesResult } from './fees-result.tsx';

/** What does this sale cost, line by line? */
export function FeesPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t('finance.places.fees')} answer={t('finance.fees.question')} />
      <Requires scope="finance:read">
        <Calculator />
      </Requires>
    </>
  );
}

function Calculator() {
  const { t } = useTranslation();
  const { order, listing } = useOwnSearch();
  const { shops } = useShops();
  const [first] = shops.filter(({ state }) => state !== 'unbound');
  const [wish, setWish] = useState<FeeWish>({
    of: order ? 'order' : listing ? 'listing' : 'price',
    orderId: order ?? null,
    listingId: listing ?? null,
    shopId: null,
    category: 'womens-clothing',
    amount: 2500,
    paymentChannel: 'platform-pay',
    fulfilment: 'seller',
    parcel: { weightG: 500, lengthMm: 200, widthMm: 150, heightMm: 80 },
    route: '',
    goodsCost: null,
  });
  const shop = shops.find(({ id }) => id === wish.shopId) ?? first;
  const body = requestOf(wish, shop);
  const query = useQuery({
    ...apiQuery('fee-calculations.create', { body: body ?? { paymentChannel: 'stripe' } }),
    enabled: body !== null,
  });
  return (
    <div className="fees">
      <section className="panel" aria-label={t('finance.fees.what')}>
        <FeesForm wish={wish} shop={shop} change={(part) => setWish((before) => ({ ...before, ...part }))} />
      </section>
      <section className="panel fees-result" aria-label={t('finance.fees.result')} aria-live="polite">
        {body === null && <EmptyState kind="no-match" title={t('finance.fees.choose')} text={t('finance.fees.chooseText')} />}
        {body !== null && query.isError && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
        {body !== null && query.isPending && <SkeletonRows rows={4} label={t('common.loading')} />}
        {body !== null && query.data && !query.isError && <FeesResult fees={query.data} />}
      </section>
    </div>
  );
}
