import { currencyExponent } from '@tradewind/rules/money';
import { InputNumber } from 'antd';

type Props = { label: string; currency: string; value: number | null; set: (value: number | null) => void; testId?: string };

/** In the currency's own units on the screen, in its smallest behind it. */
export function PriceField({ label, currency, value, set, testId }: Props) {
  const exponent = currencyExponent(currency);
  const scale = 10 ** exponent;
  return (
    <InputNumber
      aria-label={label}
      placeholder={label}
      // A price of 0 is none: the smallest one is one unit of the currency's own.
      min={1 / scale}
      precision={exponent}
      controls={false}
      suffix={currency}
      value={value === null ? null : value / scale}
      onChange={(next) => set(next === null ? null : Math.round(next * scale))}
      {...(testId ? { 'data-testid': testId } : {})}
    />
  );
}
