import type { Publication } from '@tradewind/contract/types';

export function ProductCell({ product: { title, code } }: { product: Pick<Publication['product'], 'title' | 'code'> }) {
  return (
    <span className="publication-product">
      <span className="publication-title" title={title}>
        {title}
      </span>
      <code className="cell-second">{code}</code>
    </span>
  );
}
