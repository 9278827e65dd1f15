import { currencyExponent } from '@tradewind/rules/money';
import { Checkbox, InputNumber } from 'antd';
import { Labelled, Percent } from './modes-fields.tsx';
import type { Offer } from './modes-input.ts';
import { usePolicyWords } from './use-reason-words.ts';

type Props = { offer: Offer; currency: string; setOffer: (offer: Offer) => void };

/** The terms of one way of hosting. Without a supply price the seller sets the price. */
export function ModeOffer({ offer, currency, setOffer }: Props) {
  const { field, option } = usePolicyWords('hosting-mode-advisor');
  const unit = 10 ** currencyExponent(currency);
  const { supplyPrice, ...rest } = offer;
  return (
    <fieldset className="mode-offer">
      <legend>{option(`modes.mode.${offer.mode}`)}</legend>
      <div className="programme-pair">
        <Labelled label={field('modes.supplyPrice')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              precision={currencyExponent(currency)}
              value={supplyPrice ? supplyPrice.amount / unit : null}
              suffix={currency}
              onChange={(value) =>
                setOffer(value === null ? rest : { ...rest, supplyPrice: { amount: Math.round(value * unit), currency } })
              }
            />
          )}
        </Labelled>
        {(['commissionShare', 'creatorShare', 'subsidyShare'] as const).map((key) => (
          <Labelled key={key} label={field(`modes.${key}`)}>
            {(id) => <Percent id={id} share={offer[key]} setShare={(share) => setOffer({ ...offer, [key]: share })} />}
          </Labelled>
        ))}
      </div>
      <Checkbox checked={offer.sellerPaysLogistics} onChange={({ target }) => setOffer({ ...offer, sellerPaysLogistics: target.checked })}>
        {field('modes.sellerPaysLogistics')}
      </Checkbox>
    </fieldset>
  );
}
