import { z } from 'zod';

/** Where a rule is written down: the seed document and its part. */
export type Citation = { source: string; section: string };
/** A sentence of the explanation as a message key with its values, so that the reader's language is chosen later. */
export type Explanation = { key: string; values: Record<string, string | number> };
/** What every policy answers beside its own fields. `covered: false` = no source states a rule for this case. */
export type PolicyOutput = { covered: boolean; citations: Citation[]; explanation: Explanation[] };

/** A rule's row: the facts it stands on and since when. */
export type PolicyFacts = {
  id: string;
  source: string;
  section: string;
  effectiveFrom: string;
  checkedOn: string;
  basis: 'source' | 'decision';
};

export type Policy<I, O extends PolicyOutput> = { facts: PolicyFacts; input: z.ZodType<I>; evaluate: (input: I) => O };

export type PolicyInputIssue = { path: string; code: string; message: string };

/** Bad input: one error with every bad path (JSON Pointer), or `unknown-policy`. */
export class PolicyInputError extends Error {
  override name = 'PolicyInputError';
  readonly code: 'invalid-input' | 'unknown-policy';
  readonly errors: PolicyInputIssue[];
  constructor(code: 'invalid-input' | 'unknown-policy', errors: PolicyInputIssue[]) {
    super(
      code === 'unknown-policy'
        ? 'unknown policy'
        : `invalid input: ${errors.map((error) => `${error.path || '/'} ${error.message}`).join('; ')}`,
    );
    this.code = code;
    this.errors = errors;
  }
}

/** An instant with an offset; a date alone is an error. */
export const instantInput = z.iso.datetime({ offset: true });

const escapePointer = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = (path: readonly PropertyKey[]): string => path.map((key) => `/${escapePointer(key)}`).join('');

export function parseInput<I>(schema: z.ZodType<I>, input: unknown): I {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue): PolicyInputIssue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: pointer([...issue.path, key]), code: 'unknown-key', message: 'unknown key' }))
      : [{ path: pointer(issue.path), code: issue.code, message: issue.message }],
  );
  throw new PolicyInputError('invalid-input', errors);
}
