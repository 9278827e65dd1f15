import type { z } from 'zod';
import type { FieldError } from './problem.ts';

/**
 * The parsed value, or everything that is wrong with it. A schema may itself choke on what it is given: the library compares a
 * `length` that somebody sent as an object. That is the sender's fault, not ours.
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): { data: T } | { errors: FieldError[] } {
  try {
    const parsed = schema.safeParse(input);
    return parsed.success ? { data: parsed.data } : { errors: fieldErrors(parsed.error, input) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { errors: [{ path: '', code: 'unreadable', message: 'Holds a value that cannot be read' }] };
  }
}

/** All complaints of a schema as JSON Pointers; an unknown key is named itself, not its object. */
function fieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: pointer([...path, key]), code: 'unknown-key', message: 'This key is not known here' }));
    }
    const code = issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined ? 'missing' : issue.code.replaceAll('_', '-');
    return [{ path: pointer(path), code, message: issue.message }];
  });
}

const pointer = (path: readonly string[]): string => path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    // The cast: just shown to be an object that has this key.
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
