import type { Problem, ProblemCode } from '@tradewind/contract';

/** A rule says no: returned by handlers as data, never thrown. */
export type Refusal = {
  refused: ProblemCode;
  detail?: string;
  errors?: FieldError[];
  /** Sent as Retry-After. */
  retryAfterSeconds?: number;
};
export type FieldError = { path: string; code: string; message: string };

export const refuse = (refused: ProblemCode, detail?: string): Refusal => (detail === undefined ? { refused } : { refused, detail });

/** By its code being text: a good answer may itself have a list named `refused` (shop-authorizations does). */
export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && typeof answer.refused === 'string';

/** One place says which status each code has; a code without a row does not compile. */
const statuses: Record<ProblemCode, { status: number; title: string }> = {
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'bad-cursor': { status: 400, title: 'The cursor is not one of this list' },
  'invalid-input': { status: 422, title: 'A field is not acceptable' },
  unauthenticated: { status: 401, title: 'Sign in or send an API key' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'The address does not know this verb' },
  conflict: { status: 409, title: 'Something changed meanwhile' },
  'idempotency-mismatch': { status: 409, title: 'The Idempotency-Key was used for another request' },
  'idempotency-in-progress': { status: 409, title: 'A request with this Idempotency-Key is not finished' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of another type than this address takes' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Not ready to answer' },
  'binding-not-allowed': { status: 409, title: 'A rule forbids this binding' },
  'shop-not-available': { status: 409, title: 'The shop cannot be bound' },
  'authorization-cancelled': { status: 409, title: 'The consent was cancelled' },
  'authorization-expired': { status: 409, title: 'The binding took too long' },
  'authorization-used': { status: 409, title: 'The binding is finished already' },
  'authorization-state-mismatch': { status: 409, title: 'The consent belongs to another binding' },
  'code-refused': { status: 409, title: 'The platform refused the code' },
  'channel-not-configured': { status: 409, title: 'The channel is not set up here' },
  'channel-unreachable': { status: 503, title: 'The platform does not answer' },
  'shop-already-unbound': { status: 409, title: 'The shop is unbound already' },
  'name-taken': { status: 409, title: 'The name is taken' },
  'member-exists': { status: 409, title: 'The person is a member already' },
  'vault-full': { status: 409, title: 'The vault holds as much as it may' },
  'opening-submitted': { status: 409, title: 'The application is with the platform already' },
  'application-open': { status: 409, title: 'An application for this programme is under way' },
  'product-not-same': { status: 409, title: 'The two listings are not the same product' },
  'review-gate-closed': { status: 409, title: 'The market is closed to reviews of other shops' },
  'review-display-unavailable': { status: 409, title: 'This shop cannot show reviews of other shops' },
  'programme-unavailable': { status: 409, title: 'This shop cannot apply for the programme now' },
  'too-many-views': { status: 409, title: 'The table has as many views of yours as it may' },
  'appeal-not-open': { status: 409, title: 'No appeal may be made against this violation now' },
  'stock-not-there': { status: 409, title: 'So many units are not free' },
  'answer-not-open': { status: 409, title: 'The case does not wait for this answer' },
  'answer-too-late': { status: 409, title: 'The time to answer has passed' },
  'answer-under-way': { status: 409, title: 'Somebody has answered already' },
  'refund-above-paid': { status: 409, title: 'More would be given back than is left of the payment' },
  'answered-meanwhile': { status: 409, title: 'Somebody else of the shop has answered meanwhile' },
  'rule-not-tried': { status: 409, title: 'The rule was not tried as it stands' },
  'too-many-rules': { status: 409, title: 'There are as many rules as there may be' },
  'stock-not-counted': { status: 409, title: 'Nobody has counted this variant yet' },
  'reservation-differs': { status: 409, title: 'Something else is kept under this reference' },
  'last-owner': { status: 409, title: 'A merchant keeps at least one owner' },
  'invitation-ended': { status: 409, title: 'The invitation is no longer open' },
};

export const statusOf = (code: ProblemCode): number => statuses[code].status;

function problemOf(refusal: Refusal, requestId: string): Problem {
  const { status, title } = statuses[refusal.refused];
  return {
    type: `/api/docs#problem-${refusal.refused}`,
    title,
    status,
    code: refusal.refused,
    ...(refusal.detail !== undefined && { detail: refusal.detail }),
    ...(refusal.errors !== undefined && { errors: refusal.errors }),
    requestId,
  };
}

export function problemAnswer(refusal: Refusal, requestId: string, headers: Record<string, string> = {}): Response {
  const retryAfter = refusal.retryAfterSeconds ?? (statusOf(refusal.refused) === 503 ? 2 : undefined);
  return new Response(JSON.stringify(problemOf(refusal, requestId)), {
    status: statusOf(refusal.refused),
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(refusal.refused === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...headers,
    },
  });
}

/** Thrown by what lies below a handler (a bad cursor, an oversize body) so that not every query has to pass it on. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.refused);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}
