/** The language of a message, and what a translation of it must leave as it is. */
export { type Detected, detectLanguage } from './detect.ts';
export { chatLanguageOf, chatLanguages, languageOfMessages } from './languages.ts';
export { type ProtectedText, protect, restore, sameForMemory, saysNothing } from './protected.ts';
