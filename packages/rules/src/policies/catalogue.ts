import { z } from 'zod';
import type { Policy, PolicyOutput, RuleFacts } from './policy.ts';

/** A JSON Schema of the draft 2020-12; forms read it, and so may any other tool. */
export type InputSchema = { [key: string]: unknown };
export type CatalogueEntry = { facts: RuleFacts; inputSchema: InputSchema; example: Record<string, unknown> };

/** `input` and not `output`: a key with a default may be left out. A check that a schema cannot state stays with the policy. */
export function entryOf(given: Policy<z.ZodType, PolicyOutput>): CatalogueEntry {
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(given.input, { io: 'input', unrepresentable: 'any' });
  // The cast: every policy's input is an object, which the registry's type does not carry.
  return { facts: given.facts, inputSchema, example: given.example as Record<string, unknown> };
}
