/**
 * Whoever turns texts into another language: of products and of chats. What must survive is taken out of the texts before they come here
 * (packages/rules, localisation and language), so no provider is trusted with a number or a name.
 */
import { ModelFailed, type ModelFault } from '../ai/chat-completions.ts';

export type TranslationRequest = {
  from: string;
  to: string;
  /** In a person's words: what the texts are, for whom, and how they should sound. An engine that takes none leaves these three unread. */
  purpose: string;
  tone: string;
  avoid: readonly string[];
  /** By a key of the caller's; the answer has the same keys. */
  segments: Readonly<Record<string, string>>;
  /** By key, in characters. */
  maxLengths: Readonly<Record<string, number>>;
};

export type TranslationProvider = {
  name: string;
  /** Throws TranslationFailed, and nothing else that is not a bug. */
  translate(request: TranslationRequest): Promise<Record<string, string>>;
};

/** `language-not-offered`: nothing is wrong with it, it knows other languages. `program-missing`: the operator has installed or named none. */
export type TranslationFault = ModelFault | 'language-not-offered' | 'program-missing';

/** `detail` is for the eye of whoever set the provider up; it never holds the key. */
export class TranslationFailed extends Error {
  override name = 'TranslationFailed';
  readonly fault: TranslationFault;
  constructor(fault: TranslationFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

/** What fails below a provider fails as the provider. */
export async function asTranslation<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ModelFailed ? new TranslationFailed(error.fault, error.message) : error;
  }
}

/** The answers of an engine that keeps the order of what it was asked, under the caller's keys again. */
export function inOrder(segments: TranslationRequest['segments'], texts: readonly string[]): Record<string, string> {
  const names = Object.keys(segments);
  if (names.length !== texts.length) throw new TranslationFailed('model-rubbish', 'the answer has another number of texts');
  return Object.fromEntries(names.map((name, at) => [name, texts[at] ?? '']));
}
