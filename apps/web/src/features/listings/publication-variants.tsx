import { UndoOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import type { PublicationDetail } from '@tradewind/contract/types';
import { Button, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import type { Request } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { PriceField } from './price-field.tsx';

type Variant = PublicationDetail['variants'][number];
type Facts = { price?: number | null | undefined; quantity?: number | null | undefined };
type Change = { price?: number | null; quantity?: number | null };
type Body = Request<'publications.update'>['body'];
export type FormProps = { publication: PublicationDetail; change: Body; set: (next: Body) => void };

/** Price and quantity of each SKU in this shop: as the price rules and the stock say, until a person types others. */
export function PublicationVariants({ publication, change, set }: FormProps) {
  const touched = change.variants ?? [];
  const put = (variantId: string, facts: Change) => {
    const before = touched.find((one) => one.variantId === variantId) ?? { variantId };
    set({ variants: [...touched.filter((one) => one.variantId !== variantId), { ...before, ...facts }] });
  };
  return (
    <ul className="publication-variants">
      {publication.variants.map((variant) => (
        <VariantRow
          key={variant.variantId}
          variant={variant}
          currency={publication.currency}
          own={touched.find(({ variantId }) => variantId === variant.variantId) ?? {}}
          put={(facts) => put(variant.variantId, facts)}
        />
      ))}
    </ul>
  );
}

type RowProps = { variant: Variant; currency: string; own: Facts; put: (facts: Change) => void };

function VariantRow({ variant, currency, own, put }: RowProps) {
  const { t } = useTranslation();
  const { sku, optionValues, price, quantity, quantityFrom } = variant;
  const known = quantityFrom === null ? null : quantity;
  return (
    <li data-testid="publication-variant" data-sku={sku}>
      <span>
        <code>{sku}</code> <span className="cell-second">{optionValues.join(' · ')}</span>
      </span>
      <PriceField
        label={`${sku} · ${t('listings.columns.price')}`}
        currency={currency}
        value={own.price === undefined ? (price?.amount ?? null) : own.price}
        set={(amount) => put({ price: amount })}
      />
      <InputNumber
        aria-label={`${sku} · ${t('listings.run.quantity')}`}
        placeholder={t('listings.run.quantity')}
        min={0}
        max={99_999}
        precision={0}
        controls={false}
        value={own.quantity === undefined ? known : own.quantity}
        onChange={(next) => put({ quantity: next })}
      />
      <Sources variant={variant} own={own} put={put} />
    </li>
  );
}

/** What was typed just now counts; what was emptied is looked up again once it is saved. */
const sourceOf = <From extends string>(own: number | null | undefined, from: From | null): From | 'none' | 'known' | 'typed' =>
  own === undefined ? (from ?? 'none') : own === null ? 'known' : 'typed';

/** From where each number is, and the way back to what is known without a person. */
function Sources({ variant, own, put }: Omit<RowProps, 'currency'>) {
  const { t, i18n } = useTranslation();
  const maySeePrices = useCan('costs:read');
  const maySeeStock = useCan('stock:read');
  const { sku, allocated } = variant;
  const price = sourceOf(own.price, variant.priceFrom);
  const quantity = sourceOf(own.quantity, variant.quantityFrom);
  const units = allocated === null ? '–' : formatCount(allocated, i18n.language);
  return (
    <p className="cell-second publication-sources">
      <span data-price-from={price}>{t(`listings.offer.price.${price}`)}</span>
      {(price === 'sold' || price === 'none') && maySeePrices && <Link to="/money/prices">{t('listings.offer.toPrices')}</Link>}
      <span data-quantity-from={quantity}>{t(`listings.offer.quantity.${quantity}`, { units })}</span>
      {maySeeStock && allocated !== null && (
        <Link to="/stock" search={{ sku }}>
          {t('listings.offer.toStock')}
        </Link>
      )}
      {(price === 'typed' || quantity === 'typed') && (
        <Button size="small" type="link" icon={<UndoOutlined />} onClick={() => put({ price: null, quantity: null })}>
          {t('listings.offer.reset')}
        </Button>
      )}
    </p>
  );
}
