import { useTranslation } from 'react-i18next';
import { marketName, marketOrder } from '../../shared/markets.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';

/** China first, where most papers of companies come from; then the platform's markets. */
export function useCountryOptions() {
  const { i18n } = useTranslation();
  return ['CN', 'HK', ...marketOrder].map((code) => ({
    value: code,
    label: <MarketChip market={code} isNamed />,
    words: `${code} ${marketName(code, i18n.language)}`,
  }));
}
