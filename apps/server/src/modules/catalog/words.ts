/**
 * The words under which a product is found. Latin and other spaced scripts by word; scripts without spaces by every two characters that
 * follow each other, so that any two of them find it.
 */
const TERMS_MAX = 60;
const SPACELESS = /[\p{Script=Han}\p{Script=Thai}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

export function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase();
  const pairs = [...folded.matchAll(SPACELESS)].flatMap(([run]) => pairsOf([...run]));
  const words = folded.replaceAll(SPACELESS, ' ').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return [...new Set([...words, ...pairs])].slice(0, TERMS_MAX).map((word) => word.slice(0, 40));
}

const pairsOf = (characters: readonly string[]): string[] =>
  characters.length < 2 ? [...characters] : characters.slice(1).map((character, at) => `${characters[at]}${character}`);
