/**
 * Which of the merchant's own texts answers what a buyer asks: by the words that both have, whatever the script. Offline and at once; no word
 * is understood, so that what is too little alike is not offered at all. Chosen by us (decision 0018).
 */
import { termsOf, withoutMarks } from '../search-terms.ts';
import { ordinaryWords } from './ordinary-words.ts';

/** `heads`: its title and how buyers ask for it; they count twice what its own words do. */
export type Candidate = { id: string; heads: readonly string[]; body: string };
export type Ranked = { id: string; score: number /** Of what was asked, so much stands in it. */; coverage: number };

const TERMS_MAX = 400;
/** Longer words are one with what begins like them: returns, returned, devolver, devolución. */
const STEM_LETTERS = 5;
const SPACED = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]+$/u;

const stem = (term: string): string => (SPACED.test(term) && term.length > STEM_LETTERS ? term.slice(0, STEM_LETTERS) : term);

/** What a text is about: its words without the ordinary ones, and without numbers, which are somebody's own. */
export function topicsOf(text: string): string[] {
  const told = termsOf(withoutMarks(text), TERMS_MAX).filter(
    (term) => [...term].length > 1 && !ordinaryWords.has(term) && !/^\p{N}+$/u.test(term),
  );
  return [...new Set(told.map(stem))];
}

/** Below it a text is about something else; chosen on the questions of the sandbox's buyers. */
const COVERAGE_LEAST = 0.34;
const HEAD = 2;

/** `asked`: the same question in several languages counts by the one that fits best. */
export function rankCandidates(asked: readonly string[], candidates: readonly Candidate[], most: number): Ranked[] {
  const known = candidates.map(({ id, heads, body }) => ({
    id,
    heads: new Set(topicsOf(heads.join('\n'))),
    body: new Set(topicsOf(body)),
  }));
  const holders = (topic: string): number => known.filter(({ heads, body }) => heads.has(topic) || body.has(topic)).length;
  const best = new Map<string, Ranked>();
  for (const topics of asked.map(topicsOf).filter(({ length }) => length > 0)) {
    // What stands in every text tells none from another.
    const weights = new Map(topics.map((topic) => [topic, Math.log(1 + (1 + known.length) / (1 + holders(topic)))]));
    const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    for (const { id, heads, body } of known) {
      const shared = topics.filter((topic) => heads.has(topic) || body.has(topic));
      const weigh = (topic: string): number => weights.get(topic) ?? 0;
      const coverage = shared.reduce((sum, topic) => sum + weigh(topic), 0) / all;
      const score = shared.reduce((sum, topic) => sum + weigh(topic) * (heads.has(topic) ? HEAD : 1), 0) / all;
      // One shared word of a long question is chance.
      if (coverage < COVERAGE_LEAST || (shared.length < 2 && topics.length > 2)) continue;
      if (score > (best.get(id)?.score ?? 0)) best.set(id, { id, score, coverage });
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, most);
}
