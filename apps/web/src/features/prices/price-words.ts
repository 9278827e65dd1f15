import type { PricedVariant } from '@tradewind/contract/types';
import type { TextLanguage } from '@tradewind/rules/figure-texts';
import { priceTexts, sayPrice } from '@tradewind/rules/price-texts';
import { useTranslation } from 'react-i18next';
import { formatMoney, formatPercent, formatRate } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';

type Answer = PricedVariant['prices'][number]['answer'];
type Refused = Extract<Answer, { refused: string }>;
type Line = Extract<Answer, { lines: unknown }>['lines'][number];

/** What a price says for itself, in the reader's language. */
export function usePriceWords() {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  // The cast: the workbench has texts for exactly these languages.
  const texts = priceTexts[locale as TextLanguage] ?? priceTexts.en;
  const money = (amount: number | null, currency: string) => (amount === null ? '' : formatMoney({ amount, currency }, locale));
  const converted = ({ native, rate }: Line): string =>
    native && rate
      ? ` ${sayPrice(texts.converted, { native: formatMoney(native, locale), rate: formatRate(Number(rate.rate), locale), on: formatDay(rate.on, locale) })}`
      : '';
  return {
    name: ({ code }: Line): string => texts.names[code],
    reason: (line: Line): string =>
      sayPrice(texts.reasons[line.code], {
        ...(line.share === null ? {} : { share: formatPercent(line.share, locale) }),
        ...(line.basis ? { basis: t(`finance.fees.bases.${line.basis}`) } : {}),
      }) + converted(line),
    refusal: ({ refused, floor, cap }: Refused, currency: string): string =>
      sayPrice(texts.refusals[refused], { floor: money(floor, currency), cap: money(cap, currency) }),
  };
}
