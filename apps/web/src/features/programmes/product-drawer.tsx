import { useQuery } from '@tanstack/react-query';
import type { MexicoProduct } from '@tradewind/contract/types';
import { Drawer } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Money } from '../../shared/widgets/money.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { FitBars } from './fit-bars.tsx';
import { FitForm } from './fit-form.tsx';
import { SkuForm } from './sku-form.tsx';
import { usePolicyWords } from './use-reason-words.ts';

/** One product: how well it suits the way, and what only a person can say of it. Opened by the address. */
export function ProductDrawer({ shopId }: { shopId: string }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { open, sku } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  const isProduct = /^[0-9a-f-]{36}$/.test(open ?? '');
  const query = useQuery({ ...apiQuery('us-to-mexico.product', { params: { shopId, listingId: open ?? '' } }), enabled: isProduct });
  if (!isProduct) return null;
  return (
    <Drawer
      open
      onClose={() => setSearch({ open: undefined, sku: undefined }, true)}
      size={isPhone ? '100%' : 520}
      title={query.data?.title ?? t('programmes.fit.title')}
    >
      <div className="drawer-body" data-testid="product-drawer">
        {query.isPending && <SkeletonRows rows={8} label={t('common.loading')} />}
        {query.isError && !query.data && <ErrorPanel error={query.error} retry={() => void query.refetch()} />}
        {query.data && <Product key={query.data.listingId} product={query.data} shopId={shopId} sku={sku} />}
      </div>
    </Drawer>
  );
}

type Props = { product: MexicoProduct; shopId: string; sku: string | undefined };

function Product({ product, shopId, sku }: Props) {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  const { field } = usePolicyWords('us-to-mexico-fit');
  const mayWrite = useCan('programmes:write');
  // What was asked for by the form at the end is answered at the top.
  const score = useRef<HTMLElement>(null);
  const { known, fit } = product;
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <>
      <section ref={score} aria-label={t('programmes.fit.title')} className="drawer-part">
        <h3>{t('programmes.fit.title')}</h3>
        {fit ? <FitBars fit={fit} /> : <p className="muted">{t('programmes.fit.unjudged')}</p>}
      </section>
      <section className="drawer-part" aria-label={t('programmes.fit.known')}>
        <h3>{t('programmes.fit.known')}</h3>
        <dl className="facts">
          <Fact name={field('product.usStock')}>{count(known.usStock)}</Fact>
          <Fact name={field('product.skuCount')}>{count(known.skuCount)}</Fact>
          <Fact name={field('product.price')}>
            <Money value={known.price} />
          </Fact>
          <Fact name={field('product.sellsInUsOnly')}>{t(known.sellsInUsOnly ? 'programmes.yes' : 'programmes.no')}</Fact>
          <Fact name={field('product.category')}>{known.category ? categoryName(known.category) : t('programmes.unmapped')}</Fact>
        </dl>
      </section>
      {mayWrite && sku && <SkuForm shopId={shopId} sku={sku} />}
      {mayWrite && <FitForm product={product} shopId={shopId} onJudged={() => score.current?.scrollIntoView({ block: 'end' })} />}
    </>
  );
}
