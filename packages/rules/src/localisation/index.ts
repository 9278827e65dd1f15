/** Texts of products in the languages of their markets: what may be said, what must survive, and where drafts come from. */
export { languageOf, languageOfText, languagesOf, readsLanguage, type TextLanguage, textLanguages } from './languages.ts';
export { isLiteral, lostLiterals, maskLiterals, unmaskLiterals } from './literals.ts';
export { type Memory, prepareMemory, type Remembered, recall } from './memory.ts';
export { fillTitle, type GlossaryTerm, termFor } from './template.ts';
export { checkText, wordsToAvoid } from './text-checks.ts';
