/**
 * A model that turns texts into another language: of products today, of chats wherever somebody asks it. What must survive is taken out of
 * the texts before they come here (packages/rules, localisation), so no model is trusted with a number or a name.
 */
export type TranslationRequest = {
  from: string;
  to: string;
  /** In a person's words: what the texts are, for whom, and how they should sound. */
  purpose: string;
  tone: string;
  avoid: readonly string[];
  /** By a key of the caller's; the answer has the same keys. */
  segments: Readonly<Record<string, string>>;
  /** By key, in characters. */
  maxLengths: Readonly<Record<string, number>>;
};

export type TranslationModel = {
  name: string;
  /** Throws TranslationFailed, and nothing else that is not a bug. */
  translate(request: TranslationRequest): Promise<Record<string, string>>;
};

export type TranslationFault =
  | 'model-address-refused'
  | 'model-unreachable'
  | 'model-slow'
  | 'model-key-refused'
  | 'model-unknown'
  | 'model-busy'
  | 'model-refused'
  | 'model-error'
  | 'model-rubbish';

/** `detail` is for the eye of whoever set the model up; it never holds the key. */
export class TranslationFailed extends Error {
  override name = 'TranslationFailed';
  readonly fault: TranslationFault;
  constructor(fault: TranslationFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}
