import { evaluatePolicy, PolicyInputError, policyIds } from '@tradewind/rules/policies';

type Tools = { read: (file: string) => Promise<string>; say: (line: string) => void; complain: (line: string) => void };
type Given = { id: string | undefined; input: string | undefined };

const BAD_INPUT = 2;

/** `tradewind policy`: what a rule says about an input from a file or, as `-`, from standard input. Answers the exit code. */
export async function policyCommand({ read, say, complain }: Tools, { id, input }: Given): Promise<number> {
  if (id === undefined) {
    for (const known of policyIds) say(known);
    return 0;
  }
  if (!policyIds.some((known) => known === id)) {
    complain(`no policy is called ${id}; there are: ${policyIds.join(', ')}`);
    return BAD_INPUT;
  }
  if (input === undefined) {
    complain(`policy ${id} needs --input FILE, or --input - for standard input`);
    return BAD_INPUT;
  }
  try {
    say(JSON.stringify(evaluatePolicy(id, JSON.parse(await read(input))), null, 2));
    return 0;
  } catch (error) {
    for (const line of complaintsOf(error, input)) complain(line);
    return BAD_INPUT;
  }
}

function complaintsOf(error: unknown, input: string): string[] {
  if (error instanceof PolicyInputError) return error.errors.map(({ path, message }) => `${path || '/'}: ${message}`);
  if (error instanceof SyntaxError) return [`${input === '-' ? 'standard input' : input} is not JSON: ${error.message}`];
  if (error instanceof Error && 'code' in error) return [`${input} cannot be read: ${error.message}`];
  throw error;
}
