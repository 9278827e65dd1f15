/** Stable error codes of the interface; the web shows its own text for each, in the reader's language. */
export const problemCodes = [
  'malformed-json',
  'bad-cursor',
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'conflict',
  'idempotency-mismatch',
  'idempotency-in-progress',
  'body-too-large',
  'unsupported-media-type',
  'rate-limited',
  'internal',
  'unavailable',
  // refusals of accounts
  'binding-not-allowed',
  'shop-not-available',
  'authorization-cancelled',
  'authorization-expired',
  'authorization-used',
  'authorization-state-mismatch',
  'code-refused',
  'channel-not-configured',
  'channel-unreachable',
  'shop-already-unbound',
  'name-taken',
  'member-exists',
  'last-owner',
  'invitation-ended',
  // refusals of views
  'too-many-views',
  // refusals of penalties
  'appeal-not-open',
  // refusals of after-sales
  'answer-not-open',
  'answer-too-late',
  'answer-under-way',
  'refund-above-paid',
  'rule-not-tried',
  // refusals of review rules
  'too-many-rules',
  // refusals of the inbox
  'answered-meanwhile',
  // refusals of programmes
  'application-open',
  // refusals of reviews shown in other shops
  'product-not-same',
  'review-gate-closed',
  'review-display-unavailable',
  'programme-unavailable',
  // refusals of documents
  'vault-full',
  // refusals of stock
  'stock-not-there',
  'stock-not-counted',
  'reservation-differs',
  // refusals of openings
  'opening-submitted',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** RFC 9457 body. `errors` names each bad field by JSON Pointer. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  errors?: { path: string; code: string; message: string }[];
  requestId?: string;
};
