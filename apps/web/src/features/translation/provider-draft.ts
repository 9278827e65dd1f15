import { currencyExponent } from '@tradewind/rules/money';
import type { Answer, Request } from '../../shared/api/call.ts';
import { majorUnits } from '../../shared/money.ts';

export type Settings = Answer<'translation-settings.get'>;
type Wish = Request<'translation-settings.set'>['body']['providers'][number];
export type Kind = Wish['kind'];
export const kinds = ['openai-compatible', 'libretranslate', 'apertium'] as const;

/** A provider while somebody types: texts, and the price in whole units. */
export type Draft = {
  key: string;
  id: string | null;
  kind: Kind;
  name: string;
  address: string;
  model: string;
  secret: string;
  hasKey: boolean;
  price: number | null;
  currency: string;
  isOn: boolean;
};

export const draftOf = (one: Settings['providers'][number]): Draft => ({
  ...{ key: one.id, id: one.id, kind: one.kind, name: one.name, address: one.address ?? '', model: one.model ?? '', secret: '' },
  ...{ hasKey: one.hasKey, isOn: one.isOn, price: one.price && majorUnits(one.price), currency: one.price?.currency ?? 'USD' },
});

export const emptyDraft = (key: string, name: string): Draft => ({
  ...{ key, id: null, kind: 'openai-compatible', name, address: '', model: '', secret: '', hasKey: false, isOn: true },
  ...{ price: null, currency: 'USD' },
});

export const wishOf = ({ id, kind, name, address, model, secret, price, currency, isOn }: Draft): Wish => ({
  ...(id === null ? {} : { id }),
  ...{ kind, name: name.trim(), address: address.trim() === '' ? null : address.trim(), isOn },
  model: kind === 'openai-compatible' ? model.trim() : null,
  price: price === null ? null : { amount: Math.round(price * 10 ** currencyExponent(currency)), currency },
  ...(secret === '' ? {} : { key: secret }),
});

export const isWhole = ({ kind, name, address, model }: Draft): boolean =>
  name.trim() !== '' && (kind === 'apertium' || address.trim() !== '') && (kind !== 'openai-compatible' || model.trim() !== '');
