import { currencyExponent } from '@tradewind/rules/money';

export const minorOf = (major: number, currency: string): number => Math.round(major * 10 ** currencyExponent(currency));
