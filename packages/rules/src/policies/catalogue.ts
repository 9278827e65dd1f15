import { z } from 'zod';
import type { Policy, PolicyOutput, RuleFacts } from './policy.ts';

/** A JSON Schema of the draft 2020-12; forms read it, and so may any other tool. */
export type InputSchema = { [key: string]: unknown };
export type CatalogueEntry = { facts: RuleFacts; inputSchema: InputSchema; example: Record<string, unknown> };

/**
 * `input` and not `output`: a key with a default may be left out. A check that a schema cannot state stays with the policy. Facts may
 * carry more than every policy has (a programme's own limits), and several policies may stand on one row: hence the id and the choice.
 */
export function entryOf(id: string, { facts, input, example }: Policy<z.ZodType, PolicyOutput>): CatalogueEntry {
  const { source, section, effectiveFrom, checkedOn, market, basis } = facts;
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return {
    facts: { id, source, section, effectiveFrom, checkedOn, market, basis },
    inputSchema,
    // The cast: every policy's input is an object, which the registry's type does not carry.
    example: example as Record<string, unknown>,
  };
}
