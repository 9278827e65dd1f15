import { useTranslation } from 'react-i18next';
import { useShops } from '../../shared/api/shops.ts';
import { marketName } from '../../shared/markets.ts';
import { Amount, OptionalPercent } from './number-fields.tsx';
import type { Change } from './rule-fields.tsx';

/** Tax and shipping for each market in which there is a shop; what the rule says of others stays as it is. */
export function MarketRows({ rule, change }: Change) {
  const { t, i18n } = useTranslation();
  const { shops } = useShops();
  const currencies = new Map(shops.filter(({ state }) => state !== 'unbound').map(({ market, currency }) => [market, currency]));
  const setTax = (market: string, share: number | null) =>
    change({ taxes: [...rule.taxes.filter((row) => row.market !== market), ...(share === null ? [] : [{ market, share }])] });
  const setShipping = (market: string, amount: number | null, currency: string) =>
    change({
      shipping: [...rule.shipping.filter((row) => row.market !== market), ...(amount ? [{ market, cost: { amount, currency } }] : [])],
    });
  return (
    <fieldset className="price-markets">
      <legend>{t('prices.form.markets')}</legend>
      <p className="muted">{t('prices.form.marketsHelp')}</p>
      <div className="price-market price-market-titles" aria-hidden="true">
        <span />
        <span>{t('prices.form.tax')}</span>
        <span>{t('prices.form.shipping')}</span>
      </div>
      {[...currencies].map(([market, own]) => {
        const shipping = rule.shipping.find((row) => row.market === market)?.cost ?? null;
        const currency = shipping?.currency ?? own;
        const name = marketName(market, i18n.language);
        return (
          <div className="price-market" key={market} data-testid={`market-${market}`}>
            <span>{name}</span>
            <OptionalPercent
              label={`${name}: ${t('prices.form.tax')}`}
              max={100}
              value={rule.taxes.find((row) => row.market === market)?.share ?? null}
              set={(share) => setTax(market, share)}
            />
            <span className="price-money">
              <Amount
                label={`${name}: ${t('prices.form.shipping')}`}
                currency={currency}
                value={shipping?.amount ?? null}
                set={(amount) => setShipping(market, amount, currency)}
              />
              <span className="muted">{currency}</span>
            </span>
          </div>
        );
      })}
    </fieldset>
  );
}
