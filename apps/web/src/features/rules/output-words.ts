/** How the parts of an answer are called. */
import type { PolicyText } from '@tradewind/rules/policy-texts';
import { codeName, type Words } from './words.ts';

type Place = { words: Words; text: PolicyText; path: string };

const own = (table: Readonly<Record<string, string>> | undefined, key: string): string | undefined =>
  table && Object.hasOwn(table, key) ? table[key] : undefined;

export const outputLabel = (text: PolicyText, path: string): string => own(text.outputs, path) ?? path.split('.').at(-1) ?? path;

/** What the rule's texts call this value at its place; undefined where they say nothing of it. */
export const ownWords = ({ text, path }: Pick<Place, 'text' | 'path'>, value: string | number | boolean): string | undefined =>
  own(text.values, `${path}.${value}`);

/** A code of an answer in words: by its place, as a reason, or as a code of the common lists. */
export const valueWords = (place: Place, code: string): string =>
  ownWords(place, code) ?? own(place.text.reasons, code) ?? codeName(place.words, code);
