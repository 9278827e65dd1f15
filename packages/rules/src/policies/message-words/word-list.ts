/**
 * What must not be said to buyers, per language, as data. An entry is a regular expression in which a space is any short white
 * space (` ?` an optional one) and … a gap of at most 24 characters within one clause, in which none of the language's negations
 * may stand: `please…cancel` is not found in "please do not cancel". Accents are folded away before matching. `whole` lists match
 * whole words; scripts without spaces have none to match.
 */
export type MessageCode = 'asks-to-cancel' | 'offers-substitute' | 'external-contact' | 'unsolicited-advertising' | 'abuse';
export type WordList = {
  language: string;
  whole: boolean;
  negations: string[];
  words: Partial<Record<MessageCode, string[]>>;
};
