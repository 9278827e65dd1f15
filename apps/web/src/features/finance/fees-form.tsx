import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Shop } from '@tradewind/contract/types';
import { currencyExponent } from '@tradewind/rules/money';
import { Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, type Request } from '../../shared/api/call.ts';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatMoney } from '../../shared/money.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { categories } from '../compliance/categories.ts';

type Body = Request<'fee-calculations.create'>['body'];
const sides = ['weightG', 'lengthMm', 'widthMm', 'heightMm'] as const;

/** What the reader asks about; amounts in the shop's currency. */
export type FeeWish = {
  of: 'price' | 'listing' | 'order';
  orderId: string | null;
  listingId: string | null;
  shopId: string | null;
  category: string;
  amount: number | null;
  paymentChannel: Body['paymentChannel'];
  fulfilment: 'platform' | 'seller';
  parcel: Record<(typeof sides)[number], number>;
  route: string;
  goodsCost: number | null;
};

/** Null while something needed is not there yet. */
export function requestOf(wish: FeeWish, shop: Shop | undefined): Body | null {
  const { paymentChannel, fulfilment, parcel } = wish;
  const route = wish.route.trim();
  const shipped = { parcel, ...(route ? { route } : {}) };
  if (wish.of === 'order') return wish.orderId ? { orderId: wish.orderId, paymentChannel, ...shipped } : null;
  const common = { paymentChannel, fulfilment, ...(fulfilment === 'platform' ? shipped : {}) };
  const cost = wish.goodsCost !== null && shop ? { goodsCost: { amount: wish.goodsCost, currency: shop.currency } } : {};
  if (wish.of === 'listing') return wish.listingId ? { listingId: wish.listingId, ...common, ...cost } : null;
  if (!shop || !wish.amount) return null;
  return { shopId: shop.id, category: wish.category, price: { amount: wish.amount, currency: shop.currency }, ...common, ...cost };
}

type Props = { wish: FeeWish; shop: Shop | undefined; change: (part: Partial<FeeWish>) => void };

export function FeesForm({ wish, shop, change }: Props) {
  const { t } = useTranslation();
  return (
    <Form layout="vertical" className="fees-form" component="div">
      <Form.Item label={t('finance.fees.of')}>
        <Segmented
          aria-label={t('finance.fees.of')}
          value={wish.of}
          options={(['price', 'listing', 'order'] as const).map((value) => ({ value, label: t(`finance.fees.ofs.${value}`) }))}
          onChange={(of) => change({ of })}
        />
      </Form.Item>
      {wish.of !== 'order' && <ShopField shop={shop} change={change} />}
      {wish.of === 'price' && <PriceFields wish={wish} shop={shop} change={change} />}
      {wish.of === 'listing' && shop && <ListingField shop={shop} wish={wish} change={change} />}
      {wish.of === 'order' && <OrderField change={change} />}
      <Form.Item label={t('finance.fees.channel')} htmlFor="fees-channel">
        <Select
          id="fees-channel"
          value={wish.paymentChannel}
          options={(['platform-pay', 'stripe', 'paypal'] as const).map((value) => ({ value, label: t(`finance.channels.${value}`) }))}
          onChange={(paymentChannel) => change({ paymentChannel })}
        />
      </Form.Item>
      {wish.of !== 'order' && (
        <Form.Item label={t('finance.fees.fulfilment')}>
          <Segmented
            aria-label={t('finance.fees.fulfilment')}
            value={wish.fulfilment}
            options={(['seller', 'platform'] as const).map((value) => ({ value, label: t(`finance.fees.ships.${value}`) }))}
            onChange={(fulfilment) => change({ fulfilment })}
          />
        </Form.Item>
      )}
      {(wish.of === 'order' || wish.fulfilment === 'platform') && <ParcelFields wish={wish} change={change} />}
      {wish.of !== 'order' && wish.fulfilment === 'seller' && (
        <Form.Item
          label={t('finance.fees.goodsCost', { currency: shop?.currency ?? '' })}
          htmlFor="fees-cost"
          extra={t('finance.fees.goodsCostHelp')}
        >
          <MoneyField id="fees-cost" currency={shop?.currency ?? 'USD'} value={wish.goodsCost} set={(goodsCost) => change({ goodsCost })} />
        </Form.Item>
      )}
    </Form>
  );
}

function MoneyField({
  id,
  currency,
  value,
  set,
}: {
  id: string;
  currency: string;
  value: number | null;
  set: (value: number | null) => void;
}) {
  const scale = 10 ** currencyExponent(currency);
  return (
    <InputNumber
      id={id}
      min={0}
      precision={currencyExponent(currency)}
      controls={false}
      value={value === null ? null : value / scale}
      onChange={(next) => set(next === null ? null : Math.round(next * scale))}
    />
  );
}

function ShopField({ shop, change }: Pick<Props, 'shop' | 'change'>) {
  const { t } = useTranslation();
  const { shops } = useShops();
  return (
    <Form.Item label={t('finance.shop')} htmlFor="fees-shop">
      <Select
        id="fees-shop"
        data-testid="fees-shop"
        showSearch={{ optionFilterProp: 'words' }}
        value={shop?.id ?? null}
        options={shops
          .filter(({ state }) => state !== 'unbound')
          .map((each) => ({ value: each.id, label: <ShopChip shop={each} />, words: `${each.market} ${each.name}` }))}
        onChange={(shopId: string) => change({ shopId, listingId: null })}
      />
    </Form.Item>
  );
}

function PriceFields({ wish, shop, change }: Props) {
  const { t } = useTranslation();
  const { categoryName } = useDocumentNames();
  const currency = shop?.currency ?? 'USD';
  return (
    <>
      <Form.Item label={t('finance.cards.category')} htmlFor="fees-category">
        <Select
          id="fees-category"
          data-testid="fees-category"
          showSearch={{ optionFilterProp: 'label' }}
          value={wish.category}
          options={categories.map((value) => ({ value, label: categoryName(value) }))}
          onChange={(category) => change({ category })}
        />
      </Form.Item>
      <Form.Item label={t('finance.fees.price', { currency })} htmlFor="fees-price" extra={t('finance.fees.priceHelp')}>
        <MoneyField id="fees-price" currency={currency} value={wish.amount} set={(amount) => change({ amount })} />
      </Form.Item>
    </>
  );
}

/** The newest listings of the shop; more than these are found from the listing's own page. */
function ListingField({ shop, wish, change }: { shop: Shop; wish: FeeWish; change: Props['change'] }) {
  const { t, i18n } = useTranslation();
  const mayRead = useCan('listings:read');
  const { data, isPending } = useQuery({
    ...apiQuery('listings.list', { query: { limit: 200, shopIds: shop.id } }),
    enabled: mayRead,
  });
  const live = data?.items.filter(({ status }) => status === 'live') ?? [];
  return (
    <Form.Item label={t('finance.fees.ofs.listing')} htmlFor="fees-listing">
      <Select
        id="fees-listing"
        data-testid="fees-listing"
        showSearch={{ optionFilterProp: 'words' }}
        loading={mayRead && isPending}
        value={wish.listingId}
        placeholder={t('finance.fees.listingChoose')}
        options={live.map(({ id, title, variants }) => {
          const price = variants[0] ? formatMoney(variants[0].price, i18n.language) : '';
          return { value: id, label: `${title} · ${price}`, words: `${title} ${variants.map(({ sellerSku }) => sellerSku).join(' ')}` };
        })}
        onChange={(listingId) => change({ listingId })}
      />
    </Form.Item>
  );
}

/** An order by its number, as the platform writes it, or by whatever the orders page finds it by. */
function OrderField({ change }: Pick<Props, 'change'>) {
  const { t, i18n } = useTranslation();
  const mayRead = useCan('orders:read');
  const [text, setText] = useState('');
  const q = text.trim();
  const { data } = useQuery({
    ...apiQuery('orders.list', { query: { limit: 20, ...(q ? { q } : {}) } }),
    enabled: mayRead,
    placeholderData: keepPreviousData,
  });
  return (
    <Form.Item label={t('finance.fees.ofs.order')} htmlFor="fees-order">
      <Select
        id="fees-order"
        data-testid="fees-order"
        showSearch={{ filterOption: false, onSearch: setText }}
        placeholder={t('finance.fees.orderChoose')}
        options={(data?.items ?? []).map(({ id, channelOrderId, gmv, shop }) => ({
          value: id,
          label: `${shop.market} ${channelOrderId} · ${formatMoney(gmv, i18n.language)}`,
        }))}
        onChange={(orderId: string) => change({ orderId })}
      />
    </Form.Item>
  );
}

function ParcelFields({ wish, change }: Pick<Props, 'wish' | 'change'>) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item label={t('finance.cards.route')} htmlFor="fees-route" extra={t('finance.fees.routeHelp')}>
        <Input
          id="fees-route"
          placeholder="CN-SZX>TH-BKK"
          maxLength={60}
          value={wish.route}
          onChange={({ target }) => change({ route: target.value })}
        />
      </Form.Item>
      <Form.Item label={t('finance.fees.parcel')}>
        <div className="fees-sides">
          {sides.map((side) => (
            <InputNumber
              key={side}
              aria-label={t(`finance.fees.sides.${side}`)}
              prefix={t(`finance.fees.sides.${side}`)}
              min={0}
              max={side === 'weightG' ? 10_000_000 : 100_000}
              precision={0}
              controls={false}
              value={wish.parcel[side]}
              onChange={(value) => change({ parcel: { ...wish.parcel, [side]: value ?? 0 } })}
            />
          ))}
        </div>
      </Form.Item>
    </>
  );
}
