import { CheckCircleOutlined, EditOutlined, InboxOutlined, PictureOutlined } from '@ant-design/icons';
import type { ProductSummary } from '@tradewind/contract/types';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../shared/api/call.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { TimeAgo } from '../../shared/widgets/instant.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';

const looks = {
  draft: { tone: 'soon', icon: <EditOutlined /> },
  active: { tone: 'done', icon: <CheckCircleOutlined /> },
  archived: { tone: 'quiet', icon: <InboxOutlined /> },
} as const;

export function ProductStatus({ status }: Pick<ProductSummary, 'status'>) {
  const { t } = useTranslation();
  return (
    <Tag tone={looks[status].tone} icon={looks[status].icon}>
      {t(`products.statuses.${status}`)}
    </Tag>
  );
}

type Choosing = { chosen: ReadonlySet<string>; setChosen: ((chosen: ReadonlySet<string>) => void) | null };

export function useProductColumns({ chosen, setChosen }: Choosing): Column<ProductSummary>[] {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  const none = <span className="muted">–</span>;
  return [
    {
      key: 'product',
      title: t('products.columns.product'),
      render: (row) => <ProductCell row={row} chosen={chosen} setChosen={setChosen} />,
    },
    { key: 'status', title: t('products.columns.status'), render: ({ status }) => <ProductStatus status={status} /> },
    { key: 'category', title: t('products.columns.category'), render: ({ category }) => (category ? categoryName(category) : none) },
    { key: 'brand', title: t('products.columns.brand'), isDeskOnly: true, render: ({ brand }) => brand ?? none },
    {
      key: 'variants',
      title: t('products.columns.variants'),
      isNumber: true,
      render: ({ variantCount }) => formatCount(variantCount, i18n.language),
    },
    {
      key: 'shops',
      title: t('products.columns.shops'),
      isNumber: true,
      render: ({ shopCount }) => (shopCount === 0 ? none : formatCount(shopCount, i18n.language)),
    },
    { key: 'updated', title: t('products.columns.updated'), isDeskOnly: true, render: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
  ];
}

function ProductCell({ row, chosen, setChosen }: Choosing & { row: ProductSummary }) {
  const { t } = useTranslation();
  const { id, title, code, sku, mediaId } = row;
  const toggle = () => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen?.(next);
  };
  return (
    <span className="product-cell">
      {setChosen && (
        // The row opens at a click; choosing it does not.
        <Checkbox
          checked={chosen.has(id)}
          onChange={toggle}
          onClick={(event) => event.stopPropagation()}
          aria-label={t('products.bulk.choose', { code })}
          data-testid="choose-product"
        />
      )}
      {mediaId ? (
        <img
          className="product-thumb"
          src={addressOf('product-media.file', { params: { productId: id, mediaId }, query: { size: 'small' } })}
          alt=""
          loading="lazy"
          width={36}
          height={36}
        />
      ) : (
        <span className="product-thumb product-thumb-none" aria-hidden>
          <PictureOutlined />
        </span>
      )}
      <span className="product-words">
        <span className="product-title" title={title}>
          {title}
        </span>
        <span className="cell-second">{sku && sku !== code ? `${code} · ${sku}` : code}</span>
      </span>
    </span>
  );
}
