/**
 * What somebody here once wrote to a buyer, made fit to be written to another: what belonged to that buyer becomes a blank, and where something
 * personal may be left there is no such answer. Names that nobody gave us cannot be seen; whoever uses this asks besides that the same answer
 * went to several buyers (decision 0018).
 */
const ADDRESS = /https?:|www\.|@|#[\p{L}\p{N}]/iu;
/** Orders have 15 to 20 digits on every channel that has an inbox. */
const ORDER = /(?<![\p{Script=Latin}\p{N}])\d{15,20}(?![\p{Script=Latin}\p{N}])/gu;
const TRACKING = /(?<![\p{Script=Latin}\p{N}])(?=[A-Z\d]*\d)(?=[A-Z\d]*[A-Z])[A-Z\d]{10,30}(?![\p{Script=Latin}\p{N}])/gu;
/** A telephone, a postcode, a street's number with its name's: nobody else's business. */
const DIGITS_LEFT = /\p{N}(?:[ ().-]{0,2}\p{N}){3,}/u;

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** `names`: as that buyer may have been called. Null: it stays with its buyer. */
export function pastAnswer(text: string, names: readonly string[]): string | null {
  if (ADDRESS.test(text)) return null;
  const told = names.map((name) => name.trim()).filter((name) => [...name].length >= 2);
  const plain = told.reduce((left, name) => left.replaceAll(new RegExp(escaped(name), 'giu'), '{buyer}'), text);
  const blanked = plain
    .replaceAll(/\{buyer\}(?:\s+\{buyer\})+/g, '{buyer}')
    .replaceAll(ORDER, '{order}')
    .replaceAll(TRACKING, '{tracking}');
  return DIGITS_LEFT.test(blanked) ? null : blanked;
}
