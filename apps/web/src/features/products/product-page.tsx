import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { Product } from '@tradewind/contract/types';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiQuery, call, type Request } from '../../shared/api/call.ts';
import { ApiProblem } from '../../shared/api/problem.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { CostPanel } from './cost-panel.tsx';
import { blankDraft, type Draft, type DraftFault, draftOf, readDraft } from './draft.ts';
import { FaultList } from './fault-list.tsx';
import { MediaPanel } from './media-panel.tsx';
import { useMayEdit } from './page.tsx';
import { ProductStatus } from './product-columns.tsx';
import { ProductFacts } from './product-facts.tsx';
import { ProductListings } from './product-listings.tsx';
import { faultsOf } from './use-faults.ts';
import { VariantTable } from './variant-table.tsx';

export function ProductPage() {
  const { t } = useTranslation();
  const { productId } = useParams({ strict: false });
  const query = useQuery(apiQuery('products.get', { params: { productId: productId ?? '' } }));
  if (query.isPending) return <SkeletonRows rows={8} label={t('common.loading')} />;
  if (query.isError) return <ErrorPanel error={query.error} retry={() => void query.refetch()} isPage />;
  const product = query.data;
  return (
    <>
      <PageHeader
        title={product.title}
        answer={
          <>
            <code>{product.code}</code> <ProductStatus status={product.status} />{' '}
            <Link to="/products/$productId/texts" params={{ productId: product.id }} data-testid="product-texts">
              {t('products.places.texts')}
            </Link>
          </>
        }
      />
      {/* A saved version begins a new draft; while somebody types, theirs stays. */}
      <Editor key={product.id} product={product} />
      <MediaPanel product={product} />
      {product.variants.some(({ costs }) => costs !== null) && <CostPanel product={product} />}
      <ProductListings product={product} />
    </>
  );
}

export function NewProductPage() {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  return (
    <>
      <PageHeader title={t('products.add')} answer={t('products.addText')} />
      {mayEdit ? <Editor product={null} /> : <Alert type="info" title={t('products.readOnly')} />}
    </>
  );
}

/** The form of a product: what was typed stays until it is saved or thrown away, also while the product changes elsewhere. */
function Editor({ product }: { product: Product | null }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayEdit = useMayEdit();
  const [typed, setTyped] = useState<{ draft: Draft; version: number } | null>(product ? null : { draft: blankDraft, version: 0 });
  const [faults, setFaults] = useState<readonly DraftFault[]>([]);
  const save = useSave(product, { typed, setFaults, done: () => setTyped(null) });
  const draft = typed?.draft ?? (product ? draftOf(product) : blankDraft);
  const change = mayEdit && !isPhone ? (next: Draft) => setTyped({ draft: next, version: typed?.version ?? product?.version ?? 0 }) : null;
  const isStale = product !== null && typed !== null && typed.version !== product.version;
  return (
    <>
      {isPhone && mayEdit && <Alert type="info" showIcon title={t('products.wider')} />}
      <ProductFacts draft={draft} change={change} faults={faults} />
      <VariantTable draft={draft} change={change} faults={faults} />
      {isStale && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('products.stale')}
          description={t('products.staleText')}
          action={
            <Button onClick={() => setTyped(null)} data-testid="take-newer">
              {t('products.takeNewer')}
            </Button>
          }
        />
      )}
      {faults.length > 0 && <FaultList faults={faults} draft={draft} />}
      {save.isError && faults.length === 0 && <ErrorPanel error={save.error} />}
      {typed && change && (
        <section className="bulk-bar" aria-label={t('products.save')}>
          <span role="status">{t('products.unsaved')}</span>
          <span className="product-save">
            {product && (
              <Button
                onClick={() => {
                  setTyped(null);
                  setFaults([]);
                  save.reset();
                }}
              >
                {t('products.discard')}
              </Button>
            )}
            <Button type="primary" loading={save.isPending} onClick={() => save.mutate()} data-testid="save-product">
              {t('products.save')}
            </Button>
          </span>
        </section>
      )}
      {!product && (
        <p>
          <Link to="/products">{t('products.back')}</Link>
        </p>
      )}
    </>
  );
}

type ChangeBody = Request<'products.change'>['body'];
type Saving = {
  typed: { draft: Draft; version: number } | null;
  setFaults: (faults: readonly DraftFault[]) => void;
  done: () => void;
};

function useSave(product: Product | null, { typed, setFaults, done }: Saving) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async () => {
      const read = readDraft(typed?.draft ?? blankDraft);
      setFaults('faults' in read ? read.faults : []);
      if ('faults' in read) return null;
      return product
        ? call('products.change', {
            params: { productId: product.id },
            body: { ...read.saved, version: typed?.version ?? 0 } as ChangeBody,
          })
        : call('products.create', { body: read.saved });
    },
    onSuccess: async (saved) => {
      if (!saved) return;
      done();
      client.setQueryData(apiQuery('products.get', { params: { productId: saved.id } }).queryKey, saved);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'products.list' });
      notification.success({ title: t('products.saved'), placement: 'top' });
      if (!product) await navigate({ to: '/products/$productId', params: { productId: saved.id }, replace: true });
    },
    onError: async (error) => {
      setFaults(faultsOf(error));
      // Somebody was quicker: their version comes in, and the form says so.
      if (error instanceof ApiProblem && error.code === 'conflict')
        await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'products.get' });
    },
  });
}
