import type { z } from 'zod';

/** Where a rule is written down: the seed document and its part. */
export type Citation = { source: string; section: string };
/** A sentence of the explanation as a message key with its values, so that the reader's language is chosen later. */
export type Explanation = { key: string; values: Record<string, string | number> };
/** What every policy answers beside its own fields. `covered: false` = no source states a rule for this case. */
export type PolicyOutput = { covered: boolean; citations: Citation[]; explanation: Explanation[] };

/** What is known about a rule's row: where it stands, since when, for whom, and whether the source says it or we decided it. */
export type RuleFacts = {
  id: string;
  source: string;
  section: string;
  /** An instant; rules of a date start at 00:00 UTC. */
  effectiveFrom: string;
  /** The day on which somebody last compared the row with its source. */
  checkedOn: string;
  /** A market, a group of markets, or `all`. */
  market: string;
  basis: 'source' | 'decision';
};

/**
 * One rule of the platform. `check` finds what one field alone cannot show (a numerator above its denominator, one id twice).
 * It runs on every input, also on one with bad fields, so that all bad paths come at once: it may read only what
 * `found.clean(path, …)` calls sound, and nothing there has been given its default yet.
 */
export type Policy<S extends z.ZodType, O extends PolicyOutput> = {
  facts: RuleFacts;
  input: S;
  /** A valid input to begin with: what a page shows first, and what a test evaluates. */
  example: z.input<S>;
  check?(input: z.output<S>, found: Found): void;
  evaluate(input: z.output<S>): O;
};

/** Keeps the types of input and output together; changes nothing. */
export const policy = <S extends z.ZodType, O extends PolicyOutput>(made: Policy<S, O>): Policy<S, O> => made;

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

/** The bad paths found so far, and the way to add one. */
export type Found = {
  /** Whether nothing is wrong at these paths, above them or below them. */
  clean: (...paths: string[]) => boolean;
  bad: (path: string, code: string, message: string) => void;
};

const escapePointer = (key: PropertyKey): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
const pointer = (path: readonly PropertyKey[]): string => path.map((key) => `/${escapePointer(key)}`).join('');

const issuesOf = (error: z.ZodError): PolicyInputIssue[] =>
  error.issues.flatMap((issue): PolicyInputIssue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: pointer([...issue.path, key]), code: 'unknown-key', message: 'unknown key' }))
      : [{ path: pointer(issue.path), code: issue.code, message: issue.message }],
  );

function foundIn(errors: PolicyInputIssue[]): Found {
  const touches = (bad: string, path: string): boolean => bad === path || bad.startsWith(`${path}/`) || path.startsWith(`${bad}/`);
  return {
    clean: (...paths) => !errors.some((error) => paths.some((path) => touches(error.path, path))),
    bad: (path, code, message) => errors.push({ path, code, message }),
  };
}

/**
 * The schemas ask whatever has a `length` how long it is, and choke on one that is no number, as in `{ "text": { "length": {} } }`. Such an
 * object is wrong where a text or a list belongs, whatever its length says.
 */
function safeParse<S extends z.ZodType>(schema: S, input: unknown): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(input);
  } catch {
    const plain: unknown = JSON.parse(JSON.stringify(input), (key, value) => (key === 'length' && typeof value === 'object' ? 0 : value));
    return schema.safeParse(plain);
  }
}

/** Parses an input by its policy's schema and check; throws PolicyInputError with all bad paths. */
export function parseInput<S extends z.ZodType, O extends PolicyOutput>(given: Policy<S, O>, input: unknown): z.output<S> {
  const parsed = safeParse(given.input, input);
  const errors = parsed.success ? [] : issuesOf(parsed.error);
  const root = errors.some((error) => error.path === '');
  if (!root) given.check?.((parsed.success ? parsed.data : input) as z.output<S>, foundIn(errors)); // unsound parts: see Found.clean
  if (errors.length > 0) throw new PolicyInputError('invalid-input', errors);
  return parsed.data as z.output<S>; // no errors: parsed.success
}
