import type { FxUsed, Money as MoneyValue } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatRate } from '../money.ts';
import { formatDay } from '../time.ts';

/** Money as it was paid. `null` = no rate was known, which is said, never guessed. */
export function Money({ value }: { value: MoneyValue | null }) {
  const { t, i18n } = useTranslation();
  if (!value) return <span className="muted">{t('common.noRate')}</span>;
  return (
    <data className="num" value={`${value.amount} ${value.currency}`}>
      {formatMoney(value, i18n.language)}
    </data>
  );
}

/** Converted money: marked ≈, with the rates and their day on hover. */
export function ConvertedMoney({
  value,
  fx,
  nativeCurrency,
}: {
  value: MoneyValue | null;
  fx: readonly FxUsed[];
  nativeCurrency?: string;
}) {
  const { t, i18n } = useTranslation();
  if (!value || nativeCurrency === value.currency) return <Money value={value} />;
  const used = fx.filter((rate) => !nativeCurrency || rate.from === nativeCurrency);
  const title = used.map((rate) =>
    t('common.rateLine', {
      from: rate.from,
      to: rate.to,
      rate: formatRate(rate.rate, i18n.language),
      day: formatDay(rate.on, i18n.language),
      source: rate.source,
    }),
  );
  return (
    <data className="num" value={`${value.amount} ${value.currency}`} title={title.join('\n') || undefined}>
      {used.length > 0 || nativeCurrency ? '≈ ' : ''}
      {formatMoney(value, i18n.language)}
    </data>
  );
}
