import type { Product } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { DataTable } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Money } from '../../shared/widgets/money.tsx';

/** Where the product is offered, SKU by SKU. */
export function ProductListings({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const title = t('products.listings.title');
  const skuOf = new Map(product.variants.map(({ id, sku }) => [id, sku]));
  /** The platform's own words, where the workbench has none for them. */
  const stateWords = (status: string) =>
    // The cast: just shown to be there.
    i18n.exists(`products.listings.states.${status}`) ? t(`products.listings.states.${status}` as 'products.listings.states.live') : status;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      {product.listings.length === 0 ? (
        <EmptyState kind="first-use" title={t('products.listings.none')} text={t('products.listings.noneText')} />
      ) : (
        <DataTable
          caption={title}
          rows={product.listings}
          rowKey={({ listingId, channelSkuId }) => `${listingId} ${channelSkuId}`}
          columns={[
            { key: 'shop', title: t('products.columns.shop'), render: ({ shop }) => <ShopChip shop={shop} /> },
            { key: 'sku', title: t('products.fields.sku'), render: ({ variantId }) => skuOf.get(variantId) ?? '–' },
            {
              key: 'title',
              title: t('products.fields.title'),
              isDeskOnly: true,
              render: (row) => <span className="product-title">{row.title}</span>,
            },
            { key: 'status', title: t('products.columns.status'), render: ({ status }) => stateWords(status) },
            { key: 'price', title: t('products.columns.price'), isNumber: true, render: ({ price }) => <Money value={price} /> },
            {
              key: 'by',
              title: t('products.listings.matchedBy'),
              isDeskOnly: true,
              render: ({ matchedBy }) => t(`products.listings.by.${matchedBy}`),
            },
          ]}
        />
      )}
    </section>
  );
}
