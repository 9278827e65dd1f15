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
const HANDLE = /(?<![\p{Script=Latin}\p{N}])[@#][\p{L}\p{N}_]+/gu;
const AMOUNT = String.raw`\d+(?:[.,'  ]\d+)*`;
const CURRENCY = String.raw`(?:(?:R|US|MX|S|NT|HK|A|C)?\$|[€£¥฿₫₱₩₹]|Rp\.?|RM|USD|EUR|GBP|MXN|BRL|JPY|CNY|RMB|THB|VND|MYR|IDR|PHP|SGD)`;
const PRICE = new RegExp(
  `(?<![\\p{Script=Latin}\\p{N}])(?:${CURRENCY} ?${AMOUNT}|${AMOUNT} ?${CURRENCY}(?![\\p{Script=Latin}\\p{N}]))`,
  'gu',
);

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

const LETTER = /[\p{Script=Latin}\p{N}⟦⟧]/u;
/** What may stand right after an address without becoming a part of it. */
const STOP = /[\s".,;:!?)\]}'…。，！？；：）」』]/u;
const OPENING = /[\s"'([{（「『]/u;
const MARK = /⟦(\d+)⟧/g;

type Side = { mark: string; isAfter: boolean; sign: string };
/** What stands against each mark. */
const sidesOf = (masked: string): Side[] =>
  [...masked.matchAll(MARK)].flatMap(({ 0: whole, 1: mark = '', index }) => [
    { mark, isAfter: false, sign: masked[index - 1] ?? ' ' },
    { mark, isAfter: true, sign: masked[index + whole.length] ?? ' ' },
  ]);
const nameOf = ({ mark, isAfter }: Side): string => `${mark} ${isAfter}`;
const isAddress = (text: string): boolean => /^(?:https?:|www\.)|@|^#/i.test(text);

/** An address that Chinese characters follow at once would be read with them as one. */
function spaced(translated: string, { masked, kept }: ProtectedText): string {
  const before = new Set(
    sidesOf(masked)
      .filter(({ sign, isAfter }) => !(isAfter ? STOP : OPENING).test(sign))
      .map(nameOf),
  );
  return translated.replaceAll(MARK, (whole, mark: string, index: number) => {
    if (!isAddress(kept[Number(mark)]?.target ?? '')) return whole;
    const needs = (isAfter: boolean, sign: string): boolean =>
      !(isAfter ? STOP : OPENING).test(sign) && !before.has(nameOf({ mark, isAfter, sign }));
    const front = needs(false, translated[index - 1] ?? ' ') ? ' ' : '';
    return `${front}${whole}${needs(true, translated[index + whole.length] ?? ' ') ? ' ' : ''}`;
  });
}

/** The translated text with everything back in its place, or what is wrong with it. */
export function restore(translated: string, given: ProtectedText): Restored {
  const targets = given.kept.map(({ target }) => target);
  const text = spaced(translated, given);
  // A letter before $12 makes it the money of another country; a unit, as in 300ml, stood so from the beginning.
  const glued = (side: Side): boolean => LETTER.test(side.sign);
  const before = new Set(sidesOf(given.masked).filter(glued).map(nameOf));
  const grown = sidesOf(text).filter((side) => glued(side) && !before.has(nameOf(side)));
  if (grown.length > 0) return { lost: grown.map(({ mark }) => targets[Number(mark)] ?? ''), invented: [] };
  const whole = unmaskLiterals(text, targets);
  if (!('text' in whole)) return whole;
  const invented = protect(whole.text, { names: targets }).kept.map(({ source }) => source);
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
