import { knownCurrencies } from '@tradewind/rules/money';
import { Form, Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { marketName } from '../../shared/markets.ts';
import { categories } from '../compliance/categories.ts';
import type { Draft } from './draft.tsx';
import { Amount, Percent } from './number-fields.tsx';

type Rule = Draft['rule'];
export type Change = { rule: Rule; change: (part: Partial<Rule>) => void };
const ALL = 'all';

const Field = ({ label, of, help, children }: { label: string; of: string; help?: string; children: ReactNode }) => (
  <Form.Item label={label} htmlFor={of} extra={help} layout="vertical">
    {children}
  </Form.Item>
);

/** Which goods, where, and from when on. */
export function ScopeFields({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) {
  const { t, i18n } = useTranslation();
  const { categoryName } = useDocumentNames();
  const { shops } = useShops();
  const { scope, validFrom } = draft;
  const selling = shops.filter(({ state }) => state !== 'unbound');
  const markets = [...new Set(selling.map(({ market }) => market))];
  const goods = scope.productId ? 'product' : (scope.category ?? ALL);
  const place = scope.shopId ?? scope.market ?? ALL;
  return (
    <div className="price-pair">
      <Field label={t('prices.form.goods')} of="price-goods">
        <Select
          id="price-goods"
          showSearch={{ optionFilterProp: 'label' }}
          value={goods}
          options={[
            { value: ALL, label: t('prices.form.allGoods') },
            ...(scope.productId ? [{ value: 'product', label: t('prices.form.product') }] : []),
            ...categories.map((value) => ({ value, label: categoryName(value) })),
          ]}
          onChange={(value: string) =>
            value !== 'product' && set({ scope: { ...scope, productId: null, category: value === ALL ? null : value } })
          }
        />
      </Field>
      <Field label={t('prices.form.places')} of="price-places">
        <Select
          id="price-places"
          showSearch={{ optionFilterProp: 'label' }}
          value={place}
          options={[
            { value: ALL, label: t('prices.form.everywhere') },
            ...markets.map((value) => ({ value, label: marketName(value, i18n.language) })),
            ...selling.map(({ id, name, market }) => ({ value: id, label: `${market} · ${name}` })),
          ]}
          onChange={(value: string) => {
            const isMarket = markets.includes(value);
            set({ scope: { ...scope, market: isMarket ? value : null, shopId: isMarket || value === ALL ? null : value } });
          }}
        />
      </Field>
      <Field label={t('prices.form.from')} of="price-from">
        <Input id="price-from" type="date" required value={validFrom} onChange={({ target }) => set({ validFrom: target.value })} />
      </Field>
    </div>
  );
}

/** What is to stay, and what others get of each sale. */
export function ShareFields({ rule, change }: Change) {
  const { t } = useTranslation();
  const { wanted } = rule;
  const kinds = (['margin', 'markup'] as const).map((value) => ({ value, label: t(`prices.form.kinds.${value}`) }));
  return (
    <div className="price-pair">
      <Field label={t('prices.form.wanted')} of="price-wanted" help={t(`prices.form.kindHelp.${wanted.kind}`)}>
        <div className="card-dates">
          <Segmented
            aria-label={t('prices.form.wanted')}
            value={wanted.kind}
            options={kinds}
            onChange={(kind) => change({ wanted: { kind, share: Math.min(wanted.share, 1) } })}
          />
          <Percent
            id="price-wanted"
            max={wanted.kind === 'margin' ? 100 : 1_000}
            value={wanted.share}
            set={(share) => change({ wanted: { ...wanted, share } })}
          />
        </div>
      </Field>
      <Field label={t('prices.form.floor')} of="price-floor" help={t('prices.form.floorHelp')}>
        <Percent id="price-floor" max={100} value={rule.floorShare} set={(floorShare) => change({ floorShare })} />
      </Field>
      <Field label={t('prices.form.creator')} of="price-creator">
        <Percent id="price-creator" max={100} value={rule.creatorShare} set={(creatorShare) => change({ creatorShare })} />
      </Field>
      <Field label={t('finance.fees.channel')} of="price-channel">
        <Select
          id="price-channel"
          value={rule.paymentChannel}
          options={(['platform-pay', 'stripe', 'paypal'] as const).map((value) => ({ value, label: t(`finance.channels.${value}`) }))}
          onChange={(paymentChannel) => change({ paymentChannel })}
        />
      </Field>
    </div>
  );
}

/** What it begins with, the lowest price, and how prices end. */
export function MoneyFields({ rule, change }: Change) {
  const { t } = useTranslation();
  const endings = (['local', 'exact'] as const).map((value) => ({ value, label: t(`prices.form.endings.${value}`) }));
  return (
    <div className="price-pair">
      <OptionalMoney
        id="price-base"
        label={t('prices.form.basePrice')}
        help={t('prices.form.baseHelp')}
        value={rule.basePrice}
        set={(basePrice) => change({ basePrice })}
      />
      <OptionalMoney
        id="price-floor-price"
        label={t('prices.form.floorPrice')}
        value={rule.floorPrice}
        set={(floorPrice) => change({ floorPrice })}
      />
      <Field label={t('prices.form.ending')} of="price-ending" help={t('prices.form.endingHelp')}>
        <Segmented aria-label={t('prices.form.ending')} value={rule.ending} options={endings} onChange={(ending) => change({ ending })} />
      </Field>
      <Field label={t('prices.form.programme')} of="price-programme" help={t('prices.form.programmeHelp')}>
        <Select
          id="price-programme"
          value={rule.programme ?? ALL}
          options={[
            { value: ALL, label: t('prices.form.noProgramme') },
            { value: 'us-to-mexico', label: t('prices.form.mexico') },
          ]}
          onChange={(value: string) => change({ programme: value === 'us-to-mexico' ? value : null })}
        />
      </Field>
    </div>
  );
}

type Money = { amount: number; currency: string };
type OptionalProps = { id: string; label: string; help?: string; value: Money | null; set: (value: Money | null) => void };

/** An amount with its currency; left empty it is none. The currency waits for the amount. */
function OptionalMoney({ id, label, help, value, set }: OptionalProps) {
  const { t } = useTranslation();
  const currency = value?.currency ?? 'USD';
  return (
    <Field label={label} of={id} {...(help ? { help } : {})}>
      <div className="price-money">
        <Amount id={id} currency={currency} value={value?.amount ?? null} set={(amount) => set(amount ? { amount, currency } : null)} />
        <Select
          aria-label={`${label}: ${t('finance.cards.currency')}`}
          showSearch
          disabled={value === null}
          value={currency}
          options={knownCurrencies.map((code) => ({ value: code, label: code }))}
          onChange={(next: string) => value && set({ ...value, currency: next })}
        />
      </div>
    </Field>
  );
}
