import { currencyExponent } from '@tradewind/rules/money';

export const minorOf = (major: number, currency: string): number => Math.round(major * 10 ** currencyExponent(currency));
export const majorOf = (minor: number, currency: string): number => minor / 10 ** currencyExponent(currency);
