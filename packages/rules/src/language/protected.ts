/**
 * What must reach the other side of a translation as it stands: order numbers, SKUs, prices, links, addresses of mail, names, and the terms of the
 * merchant's glossary, which have one translation each. It is taken out before anybody translates and put back after; then the whole text
 * is looked through once more, because two numbers that a translator put side by side would be another number. Where anything is lost, doubled, invented or
 * changed there is no translation, and the original is shown.
 */
import { isLiteral, maskLiterals, unmaskLiterals } from '../localisation/literals.ts';

/** `target` null: the term stays as it is. */
type Term = { source: string; target: string | null };
type Protecting = { names?: readonly string[]; terms?: readonly Term[] };
/** `kept` by the number of its mark ⟦n⟧: as it stood, and as it will stand. */
export type ProtectedText = { masked: string; kept: { source: string; target: string }[] };
type Restored = { text: string } | { lost: string[]; invented: string[] };

const LINK = /(?:https?:\/\/|www\.)[^\s⟦⟧<>"]+[^\s⟦⟧<>".,;:!?)\]}'…。，！？；：）」』]/giu;
const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const HANDLE = /(?<![\p{L}\p{N}])[@#][\p{L}\p{N}_]+/gu;
const AMOUNT = String.raw`\d+(?:[.,'  ]\d+)*`;
const CURRENCY = String.raw`(?:(?:R|US|MX|S|NT|HK|A|C)?\$|[€£¥฿₫₱₩₹]|Rp\.?|RM|USD|EUR|GBP|MXN|BRL|JPY|CNY|RMB|THB|VND|MYR|IDR|PHP|SGD)`;
const PRICE = new RegExp(`(?<![\\p{L}\\p{N}])(?:${CURRENCY} ?${AMOUNT}|${AMOUNT} ?${CURRENCY}(?![\\p{L}\\p{N}]))`, 'gu');

const found = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];

/** As they stand in the text, whatever letters they are written in there. */
function standing(text: string, words: readonly string[]): { word: string; as: string }[] {
  const lower = text.toLowerCase();
  // Letters that change their number with their case would move the places.
  if (lower.length !== text.length) return words.filter((word) => text.includes(word)).map((word) => ({ word, as: word }));
  return words.flatMap((word) => {
    const sought = word.trim().toLowerCase();
    const places: { word: string; as: string }[] = [];
    for (let at = sought === '' ? -1 : lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, at + sought.length))
      places.push({ word, as: text.slice(at, at + sought.length) });
    return places;
  });
}

/** @example protect('Order 57 of $3.20', {}).masked // 'Order ⟦0⟧ of ⟦1⟧' */
export function protect(text: string, { names = [], terms = [] }: Protecting): ProtectedText {
  const termsThere = standing(
    text,
    terms.map(({ source }) => source),
  );
  // A name in small letters is mostly another word: Rosa is a buyer, rosa a colour.
  const namesThere = names.flatMap((name) => [name, name.toUpperCase()]).filter((name) => name.trim() !== '' && text.includes(name));
  const whole = [LINK, MAIL, HANDLE, PRICE].flatMap((pattern) => found(text, pattern));
  const { masked, literals } = maskLiterals(text, [...whole, ...namesThere, ...termsThere.map(({ as }) => as)]);
  const targets = new Map(termsThere.map(({ word, as }) => [as, terms.find(({ source }) => source === word)?.target ?? as]));
  return { masked, kept: literals.map((source) => ({ source, target: targets.get(source) ?? source })) };
}

/** The translated text with everything back in its place, or what is wrong with it. */
export function restore(translated: string, { kept }: ProtectedText): Restored {
  const targets = kept.map(({ target }) => target);
  const whole = unmaskLiterals(translated, targets);
  if (!('text' in whole)) return whole;
  const there = maskLiterals(whole.text, targets).literals;
  const invented = [...there];
  const lost = targets.filter((target) => {
    const at = invented.indexOf(target);
    if (at >= 0) invented.splice(at, 1);
    return at < 0;
  });
  return lost.length > 0 || invented.length > 0 ? { lost, invented } : whole;
}

/** Nothing in it is in any language: numbers, links, names, signs. */
export const saysNothing = (text: string, protecting: Protecting): boolean => isLiteral(protect(text, protecting).masked, []);

/** Two texts that differ in nothing a reader sees are one for the memory. */
export const sameForMemory = (text: string): string => text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
