import type { Problem, ProblemCode } from '@tradewind/contract/types';

/** A refusal of the interface, or `unreachable` where no answer came at all. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | 'unreachable';
  readonly status: number;
  readonly requestId: string | null;
  readonly detail: string | null;
  readonly fields: readonly { path: string; code: string; message: string }[];
  readonly retryAfterSeconds: number | null;

  constructor(
    problem: Omit<Partial<Problem>, 'code' | 'status'> & { code: ProblemCode | 'unreachable'; status: number },
    retryAfterSeconds: number | null = null,
  ) {
    super(problem.title ?? problem.code);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.status = problem.status;
    this.requestId = problem.requestId ?? null;
    this.detail = problem.detail ?? null;
    this.fields = problem.errors ?? [];
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const codeOfStatus: Record<number, ProblemCode> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  429: 'rate-limited',
  503: 'unavailable',
};

export async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('retry-after'));
  // The body is our own server's problem+json; a proxy in between may answer anything, hence the fallbacks.
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>;
  const code = body.code ?? codeOfStatus[response.status] ?? 'internal';
  return new ApiProblem({ ...body, code, status: response.status }, retryAfter > 0 ? retryAfter : null);
}
