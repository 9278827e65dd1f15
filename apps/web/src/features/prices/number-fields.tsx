import { currencyExponent } from '@tradewind/rules/money';
import { InputNumber } from 'antd';

type Named = { id?: string; label?: string };

/** Ten times a decimal share is not always ten percent of it in binary; what is typed is what is meant. */
const exact = (value: number, decimals: number): number => Number(value.toFixed(decimals));

type PercentProps<V> = Named & { max: number; value: V; set: (value: V) => void };

export function Percent({ id, label, max, value, set }: PercentProps<number>) {
  return (
    <InputNumber
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      min={0}
      max={max}
      suffix="%"
      value={exact(value * 100, 4)}
      onChange={(next) => set(exact((next ?? 0) / 100, 6))}
    />
  );
}

/** Left empty it says nothing, which is not the same as nought. */
export function OptionalPercent({ id, label, max, value, set }: PercentProps<number | null>) {
  return (
    <InputNumber
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      min={0}
      max={max}
      suffix="%"
      controls={false}
      value={value === null ? null : exact(value * 100, 4)}
      onChange={(next) => set(next === null ? null : exact(next / 100, 6))}
    />
  );
}

type AmountProps = Named & { currency: string; value: number | null; set: (value: number | null) => void };

/** In the currency's own units on the screen, in its smallest behind it. */
export function Amount({ id, label, currency, value, set }: AmountProps) {
  const scale = 10 ** currencyExponent(currency);
  return (
    <InputNumber
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      min={0}
      precision={currencyExponent(currency)}
      controls={false}
      value={value === null ? null : value / scale}
      onChange={(next) => set(next === null ? null : Math.round(next * scale))}
    />
  );
}
