/** Sentences of the rules' texts with their blanks filled: `{{rate, percent}}`, `{{until, instant}}`, `{{amount, money}}`. */

import { currencies } from '@tradewind/rules/money';
import type { PolicyGroup, PolicyText, PolicyTexts } from '@tradewind/rules/policy-texts';
import { policyGroups } from '@tradewind/rules/policy-texts';
import { formatCount, formatMoney, formatPercent } from '../../shared/money.ts';
import { formatInstant, readerZone } from '../../shared/time.ts';

export type Words = { language: string; texts: PolicyTexts };
type Value = string | number;

export function textOf({ texts }: Words, id: string): { text: PolicyText; group: PolicyGroup } | null {
  for (const group of policyGroups) {
    const text = Object.hasOwn(texts.groups[group], id) ? texts.groups[group][id] : undefined;
    if (text) return { text, group };
  }
  return null;
}

/** "150000 USD" → money in minor units. */
function moneyIn(text: string): { amount: number; currency: string } | null {
  const [, amount, currency] = /^(-?\d+) ([A-Z]{3})$/.exec(text) ?? [];
  return amount && currency ? { amount: Number(amount), currency } : null;
}

/** An input may carry any currency of the world; of one that cannot be reckoned with, the minor units are shown. */
export const moneyWords = (money: { amount: number; currency: string }, language: string): string =>
  currencies.includes(money.currency) ? formatMoney(money, language) : `${formatCount(money.amount, language)} ${money.currency}`;

/** A rate at its own length: 4 %, 2.5 %, 3.9999 %. What is longer is cut, not rounded: it would reach a limit that it does not reach. */
export function exactPercent(share: number, language: string): string {
  const percent = Math.trunc(Number((share * 100).toPrecision(12)) * 10_000) / 10_000;
  return formatPercent(percent / 100, language, String(percent).split('.')[1]?.length ?? 0);
}

const formatWhen = (at: string, language: string): string =>
  formatInstant(at, language, { hasYear: true, isNamed: true, timeZone: readerZone() });

export function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

const own = (table: Readonly<Record<string, string>> | undefined, key: string): string | undefined =>
  table && Object.hasOwn(table, key) ? table[key] : undefined;

/** A code as people call it: a paper, a category, a group of markets, a measure, a country; else the code itself. */
export function codeName({ texts: { shared, records }, language }: Words, code: string): string {
  const known = [shared.documents, shared.categories, shared.markets, records.measures].map((table) => own(table, code)).find(Boolean);
  return known ?? (/^[A-Z]{2}$/.test(code) ? countryName(code, language) : code);
}

function shown(words: Words, value: Value, how: string): string {
  const { language } = words;
  if (typeof value === 'number') return how === 'percent' ? exactPercent(value, language) : formatCount(value, language);
  const money = how === 'money' ? moneyIn(value) : null;
  if (money) return moneyWords(money, language);
  if (how === 'instant' && !Number.isNaN(Date.parse(value))) return formatWhen(value, language);
  return codeName(words, value);
}

/** A blank without a value stays visible as its name: a missing value is a fault that somebody must see. */
export function fill(words: Words, sentence: string, values: Readonly<Record<string, Value>>): string {
  return sentence.replaceAll(/\{\{\s*(\w+)\s*(?:,\s*([\w-]+)\s*)?\}\}/g, (blank, name: string, how = '') => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? blank : shown(words, value, how);
  });
}

/** `policies.late-dispatch.points` → that rule's sentence `points`; `policies.not-covered` → what all rules say then. */
export function explain(words: Words, { key, values }: { key: string; values: Readonly<Record<string, Value>> }): string {
  const [, id = '', name = ''] = /^policies\.([\w-]+)\.(.+)$/.exec(key) ?? [];
  const sentence = own(textOf(words, id)?.text.explanation, name);
  return fill(words, sentence ?? words.texts.shared.notCovered, values);
}
