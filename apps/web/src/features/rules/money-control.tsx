import { currencies, currencyExponent } from '@tradewind/rules/money';
import { InputNumber, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { cleared, useForm } from './form-context.ts';
import type { Field, Leaf } from './form-model.ts';
import { firstCurrency } from './input.ts';

type Props = {
  field: Field & Extract<Leaf, { kind: 'money' }>;
  value: unknown;
  set: (value: unknown) => void;
  id: string;
  describedBy: string | undefined;
  isBad: boolean;
};

const partsOf = (value: unknown): { amount?: unknown; currency?: unknown } => (typeof value === 'object' && value !== null ? value : {});
const decimalsOf = (currency: string): number => (currencies.includes(currency) ? currencyExponent(currency) : 2);

/** Typed as people write money, kept in minor units. Another currency keeps what is written: 12.50 stays 12.50. */
export function MoneyControl({ field, value, set, id, describedBy, isBad }: Props) {
  const { t } = useTranslation();
  const { input } = useForm();
  const given = partsOf(value);
  const currency = typeof given.currency === 'string' ? given.currency : (field.currency ?? firstCurrency(input) ?? 'USD');
  const major = typeof given.amount === 'number' ? given.amount / 10 ** decimalsOf(currency) : null;
  const put = (next: number | null, of: string) =>
    set(next === null ? cleared(field) : { amount: Math.round(next * 10 ** decimalsOf(of)), currency: of });
  const status = isBad ? { status: 'error' as const } : {};
  return (
    <Space.Compact block>
      <InputNumber
        id={id}
        {...status}
        aria-describedby={describedBy}
        aria-invalid={isBad}
        className="rule-number"
        value={major}
        precision={decimalsOf(currency)}
        controls={false}
        onChange={(next) => put(next, currency)}
      />
      <Select
        {...status}
        className="rule-currency"
        aria-label={t('rules.currency')}
        value={currency}
        disabled={field.currency !== null}
        showSearch
        options={(currencies.includes(currency) ? currencies : [currency, ...currencies]).map((code) => ({ value: code, label: code }))}
        onChange={(next: string) => put(major, next)}
      />
    </Space.Compact>
  );
}
