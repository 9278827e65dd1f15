/** What a rule found, in figures and codes that read alike in every language: it goes into reasons of the desk, beside the rule's own name. */
import { currencyExponent, knownCurrencies } from '@tradewind/rules/money';
import type { ConditionVerdict, RuleVerdict } from '@tradewind/rules/review-rules';

const REASON_MAX = 300;

function amountText(amount: number, currency: string): string {
  const digits = knownCurrencies.includes(currency) ? currencyExponent(currency) : 0;
  return `${(amount / 10 ** digits).toFixed(digits)} ${currency}`;
}

function figureOf({ kind, found }: ConditionVerdict): string | null {
  const { amount, currency, share, reasons, by, count } = found;
  if (typeof amount === 'number' && typeof currency === 'string') {
    const percent = kind !== 'amount' && typeof share === 'number' ? ` (${(share * 100).toFixed(1)} %)` : '';
    return amountText(amount, currency) + percent;
  }
  if (typeof reasons === 'string') return reasons;
  if (kind === 'blacklist' && typeof by === 'string') return by;
  return kind.startsWith('buyer-') && typeof count === 'number' ? String(count) : null;
}

/** @example reasonOf('Loss', …) // 'Loss: -3.20 GBP (-8.0 %)' */
export function reasonOf(name: string, { conditions }: RuleVerdict): string {
  const figures = [...new Set(conditions.flatMap((one) => figureOf(one) ?? []))];
  return (figures.length === 0 ? name : `${name}: ${figures.join('; ')}`).slice(0, REASON_MAX);
}
