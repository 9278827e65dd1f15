import { z } from 'zod';
import { contactsIn, type Span } from './external-contact.ts';
import { fold } from './folded-text.ts';
import { country } from './inputs.ts';
import { wordLists } from './message-words/index.ts';
import { messengers, messengersUnspaced } from './message-words/messengers.ts';
import type { MessageCode } from './message-words/word-list.ts';
import { citationsOf, explain, gapOf, notCovered, performanceFacts, performanceScope } from './performance-section.ts';
import { type PolicyOutput, policy } from './policy.ts';

/**
 * What a message to a buyer must not say. One hit per place, so that the reader sees the text with the places marked.
 *
 * The lists of English and of scripts without spaces always apply; of the other languages only the message's own, where it is
 * known, because a harmless word of one may be an insult in another (decision).
 *
 * @example 'Out of stock, please cancel your order.' → asks-to-cancel at 14..27
 * @example 'Your tracking number is 9400111899223197428490' → allowed
 * @example 'Big sale this week!' → allowed as a reply, unsolicited-advertising as an outreach
 */
const input = z.strictObject({
  ...performanceScope,
  text: z.string(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag, such as en or zh-CN')
    .optional(),
  purpose: z.enum(['reply', 'order-completion', 'outreach', 'review-reply']),
  market: country,
});

export type MessageGuardOutput = PolicyOutput & { allowed: boolean; reasons: { code: MessageCode; start: number; end: number }[] };

/** In the order of the page. */
const codes: MessageCode[] = ['asks-to-cancel', 'offers-substitute', 'external-contact', 'unsolicited-advertising', 'abuse'];

type Matcher = { language: string | null; code: MessageCode; pattern: RegExp };
type Kind = { whole: boolean; negations?: readonly string[]; exact?: boolean };

const plainPattern = (source: string): string =>
  fold(source).plain.replace(/ (\?)?/g, (_, optional: string | undefined) => (optional ? '\\s{0,3}' : '\\s{1,3}'));
const wordStart = '(?<![\\p{Script=Latin}\\p{N}_])';
const wordEnd = '(?![\\p{Script=Latin}])';

/** One expression for a list; how its entries are written is told beside the lists. */
function patternOf(words: readonly string[], { whole, negations = [], exact = false }: Kind): RegExp {
  const [start, end] = whole ? [wordStart, wordEnd] : ['', ''];
  const forbidden = negations.map((word) => `(?!${start}${plainPattern(word)}${end})`).join('');
  const gap = `${end}(?:${forbidden}[^,.;!?，。；！？\\n]){0,24}?${start}`;
  const entries = words.map((word) => word.split('…').map(plainPattern).join(gap));
  return new RegExp(`${start}(?:${entries.join('|')})${end}`, exact ? 'gu' : 'giu');
}

const matchers: Matcher[] = [
  ...wordLists.flatMap(({ language, whole, negations, words }) =>
    codes.flatMap((code): Matcher[] => {
      const list = words[code];
      return list ? [{ language, code, pattern: patternOf(list, { whole, negations }) }] : [];
    }),
  ),
  { language: null, code: 'external-contact', pattern: patternOf(messengers.words, { whole: true }) },
  { language: null, code: 'external-contact', pattern: patternOf(messengers.exact, { whole: true, exact: true }) },
  { language: null, code: 'external-contact', pattern: patternOf(messengersUnspaced, { whole: false }) },
];

const ownOnly = new Set(wordLists.filter(({ whole, language }) => whole && language !== 'en').map(({ language }) => language));
const knownLanguages = new Set(wordLists.map(({ language }) => language));

function speaks(matcher: Matcher, language: string | undefined): boolean {
  const own = language?.split('-')[0]?.toLowerCase();
  if (matcher.language === null || own === undefined || !knownLanguages.has(own)) return true;
  return matcher.language === own || !ownOnly.has(matcher.language);
}

/** The longest of those that begin first; what overlaps an earlier one of the same code is the same place. */
function withoutOverlaps(spans: readonly Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end))
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  return kept;
}

function hitsIn(given: z.output<typeof input>): MessageGuardOutput['reasons'] {
  const { plain, placeOf } = fold(given.text);
  const spansOf = (code: MessageCode): Span[] => {
    if (code === 'unsolicited-advertising' && given.purpose !== 'outreach') return [];
    const words = matchers
      .filter((matcher) => matcher.code === code && speaks(matcher, given.language))
      .flatMap(({ pattern }) => [...plain.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })));
    return withoutOverlaps(code === 'external-contact' ? [...words, ...contactsIn(plain, given.market)] : words);
  };
  return codes
    .flatMap((code) => spansOf(code).map(({ start, end }) => ({ code, ...placeOf(start, end) })))
    .sort((a, b) => a.start - b.start); // a stable sort: the codes' order at one place
}

const say = explain('message-guard');

export const messageGuard = policy<typeof input, MessageGuardOutput>({
  facts: performanceFacts('message-guard', '5 customer service: messages to buyers', 'decision'),
  input,
  example: { text: 'Sorry, it is out of stock. Please cancel your order.', language: 'en', purpose: 'reply', market: 'GB' },
  evaluate(given) {
    const gap = gapOf('message-guard', given);
    if (gap) return { allowed: true, reasons: [], ...notCovered(gap) };
    const reasons = hitsIn(given);
    return {
      allowed: reasons.length === 0,
      reasons,
      covered: true,
      citations: citationsOf('5 customer service: messages to buyers', '5 order fulfilment: asking the buyer to cancel'),
      explanation:
        reasons.length === 0 ? [say('allowed')] : reasons.map(({ code, start, end }) => say(code, { found: given.text.slice(start, end) })),
    };
  },
});
