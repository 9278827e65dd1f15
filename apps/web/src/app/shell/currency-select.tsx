import { knownCurrencies } from '@tradewind/rules/money';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { setPreferences, usePreferences } from '../preferences.ts';

/** The currency figures are shown in; native money always stays beside it. */
export function CurrencySelect({ isWide = false }: { isWide?: boolean }) {
  const { t, i18n } = useTranslation();
  const { currency } = usePreferences();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
    return knownCurrencies.map((code) => ({ value: code, label: code, name: names.of(code) ?? code, search: `${code} ${names.of(code)}` }));
  }, [i18n.language]);
  return (
    <Select
      className={isWide ? 'currency-select is-wide' : 'currency-select'}
      variant={isWide ? 'outlined' : 'borderless'}
      aria-label={t('shell.currency')}
      title={t('shell.currency')}
      value={currency}
      options={options}
      optionRender={(option) => (
        <span className="menu-row">
          {option.data.value} <span className="muted">{option.data.name}</span>
        </span>
      )}
      showSearch={{ optionFilterProp: 'search' }}
      popupMatchSelectWidth={240}
      onChange={(value) => setPreferences({ currency: value })}
    />
  );
}
