/**
 * In which language a message is written: by its script, and where letters are Latin by small words (profiles.ts). Offline and at once. It
 * may say that it does not know, and does so rather than guess: a message left as it is costs less than one translated from the wrong language.
 */
import { otherLetters, scriptLanguages, tellingLetters, wordLanguages } from './profiles.ts';

/** As ISO 639-1. */
export type Detected = { language: string | 'unknown' /** From 0 to 1; 0 where it is unknown. */; confidence: number };

const UNKNOWN: Detected = { language: 'unknown', confidence: 0 };
/** What is said in every language: addresses, whatever holds a digit, short words in capitals (OK, XL, DHL). */
const NO_LANGUAGE = /^(?:https?:|www\.)|@|\p{N}|^\P{L}*\p{Lu}{1,4}\P{L}*$/u;
/** Whoever has written this much has shown the language; the rest is not looked at. */
const LOOKED_AT = 2_000;
/** A sign of such a script stands for about so many letters. */
const DENSE = 2.5;
/** Of all that is written, as much must be of one script. */
const OF_ONE_SCRIPT = 0.6;
/** One word that a single language knows. */
const ENOUGH = 0.8;
/** The first over the second. */
const LEAD = 1.3;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * @param likely What is expected here, as by the market: it decides between languages that a text speaks for alike, such as Malay and Indonesian.
 * @example detectLanguage('¿Dónde está mi pedido?').language // 'es'
 */
export function detectLanguage(text: string, likely: string | null = null): Detected {
  const seen = text.slice(0, LOOKED_AT).normalize('NFC');
  const latinText = seen
    .split(/\s+/u)
    .filter((word) => !NO_LANGUAGE.test(word))
    .join(' ');
  const latin = countOf(latinText, /\p{Script=Latin}/gu);
  const scripts = scriptLanguages.map(({ script, language }) => ({ language, signs: countOf(seen, script) * DENSE }));
  const all = latin + scripts.reduce((sum, { signs }) => sum + signs, 0);
  if (all === 0) return UNKNOWN;
  if (latin / all >= OF_ONE_SCRIPT) return latinLanguage(latinText, likely);
  return scriptLanguage(seen, scripts, all);
}

type Scripts = readonly { language: string; signs: number }[];

function scriptLanguage(text: string, scripts: Scripts, all: number): Detected {
  const signsOf = (language: string): number => scripts.find((one) => one.language === language)?.signs ?? 0;
  // Japanese writes Han between its own signs; Chinese never writes kana.
  const kana = signsOf('ja');
  const counted = scripts.map((one) =>
    one.language === 'ja' && kana > 0
      ? { ...one, signs: kana + signsOf('zh') }
      : one.language === 'zh' && kana > 0
        ? { ...one, signs: 0 }
        : one,
  );
  const [first] = [...counted].sort((a, b) => b.signs - a.signs);
  if (!first || first.signs / all < OF_ONE_SCRIPT || otherLetters[first.language]?.test(text)) return UNKNOWN;
  return { language: first.language, confidence: first.signs / all };
}

const folded = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('ß', 'ss');

function latinLanguage(text: string, likely: string | null): Detected {
  const lower = text.toLowerCase();
  const scores = new Map<string, number>();
  const add = (languages: readonly string[], weight: number): void => {
    for (const language of languages) scores.set(language, (scores.get(language) ?? 0) + weight);
  };
  for (const word of lower.match(/\p{Script=Latin}+/gu) ?? []) {
    const languages = wordLanguages.get(folded(word)) ?? [];
    // A letter alone is a word in some languages and a slip in all.
    if (languages.length > 0) add(languages, (word.length === 1 ? 0.2 : 1) / languages.length);
  }
  for (const { letters, languages, weight } of tellingLetters) if (letters.test(lower)) add(languages, weight);
  const [first, second] = [...scores].map(([language, score]) => ({ language, score })).sort((a, b) => b.score - a.score);
  if (!first) return UNKNOWN;
  const expected = likely === null ? 0 : (scores.get(likely) ?? 0);
  if (likely && expected >= ENOUGH / 2 && first.score < LEAD * expected) return { language: likely, confidence: 0.5 };
  if (first.score < ENOUGH || first.score < LEAD * (second?.score ?? 0)) return UNKNOWN;
  return { language: first.language, confidence: Math.min(0.99, 1 - (second?.score ?? 0) / first.score) };
}
