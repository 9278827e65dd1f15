import { currencies, currencyExponent } from '@tradewind/rules/money';
import { Checkbox, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { marketName, marketOrder } from '../../shared/markets.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import type { Input } from '../rules/input.ts';
import { ModeOffer } from './mode-offer.tsx';
import { Labelled, Percent } from './modes-fields.tsx';
import type { ModesInput, Offer } from './modes-input.ts';
import { usePolicyWords } from './use-reason-words.ts';

type Props = { input: ModesInput; setInput: (input: Input) => void };

export function ModesForm({ input, setInput }: Props) {
  const { t, i18n } = useTranslation();
  const { field } = usePolicyWords('hosting-mode-advisor');
  const { currency } = input.price;
  const unit = 10 ** currencyExponent(currency);
  const put = (change: Partial<ModesInput>) => setInput({ ...input, ...change });
  const markets = marketOrder.map((code) => ({
    value: code,
    label: <MarketChip market={code} isNamed />,
    words: `${code} ${marketName(code, i18n.language)}`,
  }));
  return (
    <section className="panel programme-card" aria-label={t('programmes.modes.form')} data-testid="modes-form">
      <header className="programme-card-head">
        <h2>{t('programmes.modes.form')}</h2>
        <Select
          aria-label={t('rules.currency')}
          value={currency}
          showSearch
          popupMatchSelectWidth={false}
          options={currencies.map((code) => ({ value: code, label: code }))}
          onChange={(next: string) =>
            setInput(JSON.parse(JSON.stringify(input).replaceAll(`"currency":"${currency}"`, `"currency":"${next}"`)))
          }
        />
      </header>
      <div className="programme-pair">
        {(['price', 'unitCost', 'logistics'] as const).map((key) => (
          <Labelled key={key} label={field(key)}>
            {(id) => (
              <InputNumber
                id={id}
                min={0}
                precision={currencyExponent(currency)}
                value={input[key].amount / unit}
                suffix={currency}
                onChange={(value) => value !== null && put({ [key]: { amount: Math.round(value * unit), currency } })}
                data-testid={`modes-${key}`}
              />
            )}
          </Labelled>
        ))}
        {(['contentShare', 'adShare', 'minimumMarginShare'] as const).map((key) => (
          <Labelled key={key} label={field(key)}>
            {(id) => <Percent id={id} share={input[key]} setShare={(share) => put({ [key]: share })} />}
          </Labelled>
        ))}
        <Labelled label={field('market')}>
          {(id) => (
            <Select
              id={id}
              value={input.market}
              showSearch={{ optionFilterProp: 'words' }}
              options={markets}
              onChange={(market) => put({ market })}
            />
          )}
        </Labelled>
        <Labelled label={field('stockCountries')}>
          {(id) => (
            <Select
              id={id}
              mode="multiple"
              value={input.stockCountries}
              showSearch={{ optionFilterProp: 'words' }}
              options={markets}
              onChange={(stockCountries) => put({ stockCountries })}
            />
          )}
        </Labelled>
      </div>
      <Checkbox checked={input.isBrand} onChange={({ target }) => put({ isBrand: target.checked })}>
        {field('isBrand')}
      </Checkbox>
      <Checkbox checked={input.contentCapability} onChange={({ target }) => put({ contentCapability: target.checked })}>
        {field('contentCapability')}
      </Checkbox>
      {input.modes.map((offer) => (
        <ModeOffer
          key={offer.mode}
          offer={offer}
          currency={currency}
          setOffer={(next: Offer) => put({ modes: input.modes.map((each) => (each.mode === next.mode ? next : each)) })}
        />
      ))}
    </section>
  );
}
