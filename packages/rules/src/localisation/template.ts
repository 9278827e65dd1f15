/** Titles put together from what is known of a product and the merchant's own words for it: no translation, and never called one. */
import { isLiteral } from './literals.ts';

export type GlossaryTerm = { term: string /** Null: the word stays as it is. */; translation: string | null };
export type TitleFacts = {
  title: string;
  brand: string | null;
  code: string;
  materials: string[];
  attributes: Readonly<Record<string, string>>;
};

const BLANK = /\{([^{}]+)\}/g;

/** The merchant's word for exactly this; null where there is none. */
export function termFor(text: string, glossary: readonly GlossaryTerm[]): string | null {
  const wanted = text.trim().toLowerCase();
  const found = glossary.find(({ term }) => term.trim().toLowerCase() === wanted);
  return found ? (found.translation ?? text.trim()) : null;
}

/** The terms of the glossary that stand in a text, in their order there, the longest first where one lies within another. */
function termsIn(text: string, glossary: readonly GlossaryTerm[]): string[] {
  const folded = text.toLowerCase();
  const spans = glossary
    .filter(({ term, translation }) => term.trim() !== '' && translation !== null)
    .flatMap(({ term, translation }) => {
      const start = folded.indexOf(term.trim().toLowerCase());
      return start < 0 || translation === null ? [] : [{ start, end: start + term.trim().length, translation }];
    })
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: typeof spans = [];
  for (const span of spans) if (kept.every(({ start, end }) => span.end <= start || span.start >= end)) kept.push(span);
  return kept.sort((a, b) => a.start - b.start).map(({ translation }) => translation);
}

export type Filled = { text: string /** Facts left out, because the glossary has no word for them. */; missing: string[] };
type Words = { glossary: readonly GlossaryTerm[]; keep: readonly string[] };

/**
 * @example fillTitle('{brand} {name} {material}', facts, words) // 'Aurora Tasse Emaille'
 * Null: the glossary knows nothing of the name, so there is no title.
 */
export function fillTitle(template: string, facts: TitleFacts, { glossary, keep }: Words): Filled | null {
  const missing: string[] = [];
  const named = termFor(facts.title, glossary) ?? termsIn(facts.title, glossary).join(' ');
  if (named === '') return null;
  const spoken = (value: string): string => {
    if (value.trim() === '' || isLiteral(value, keep)) return value;
    const term = termFor(value, glossary);
    if (term === null) missing.push(value);
    return term ?? '';
  };
  const factOf = (blank: string): string => {
    if (blank === 'name') return named;
    if (blank === 'brand') return facts.brand ?? '';
    if (blank === 'code') return facts.code;
    if (blank === 'material') return facts.materials.map(spoken).filter(Boolean).join(' ');
    const attribute = Object.entries(facts.attributes).find(([name]) => name.trim().toLowerCase() === blank);
    return attribute ? spoken(attribute[1]) : '';
  };
  const text = template.replaceAll(BLANK, (_, blank: string) => factOf(blank.trim().toLowerCase()));
  return { text: text.replaceAll(/\s+/g, ' ').trim(), missing };
}
