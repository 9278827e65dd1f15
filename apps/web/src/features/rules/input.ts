/** The input of a rule while it is edited: plain JSON, changed at a JSON Pointer. */
export type Input = { readonly [key: string]: unknown };

const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescapeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
export const below = (pointer: string, key: string | number): string => `${pointer}/${escapeKey(String(key))}`;
const partsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapeKey);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function valueAt(input: unknown, pointer: string): unknown {
  return partsOf(pointer).reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, input);
}

/** The input with this value there; undefined takes the key away. Objects on the way are made where there are none. */
export function withValue(input: Input, pointer: string, value: unknown): Input {
  // The cast: an object goes in, and `put` gives back what it was given.
  return put(input, partsOf(pointer), value) as Input;
}

function put(target: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(target)) return target.map((item, index) => (String(index) === key ? put(item, rest, value) : item));
  const { [key]: before, ...others } = isObject(target) ? target : {};
  const after = put(before, rest, value);
  if (after === undefined) return others;
  // A key that is there already keeps its place, so that the text of the input does not jump while somebody types.
  return isObject(target) && Object.hasOwn(target, key) ? { ...target, [key]: after } : { ...others, [key]: after };
}

/** What the rest of the input is priced in: a rule seldom mixes currencies. */
export function firstCurrency(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('currency' in value && typeof value.currency === 'string') return value.currency;
  for (const inner of Object.values(value)) {
    const found = firstCurrency(inner);
    if (found) return found;
  }
  return undefined;
}

/** Null: what stands in the address is not an input at all. What is wrong inside it the rule itself says. */
export function parseInput(text: string): Input | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** The address under which others find the same question. Plain JSON: people and scripts can write one too. */
export const sharedAddress = (origin: string, id: string, input: Input): string =>
  `${origin}/rules/${id}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** The same question for a shell; the key stays the reader's own. */
export function curlOf(origin: string, id: string, input: Input): string {
  const body = JSON.stringify(input).replaceAll("'", "'\\''");
  return [
    `curl ${origin}/api/v1/policies/${id}/evaluate`,
    `-H "authorization: Bearer $TRADEWIND_API_KEY"`,
    `-H 'content-type: application/json'`,
    `-d '${body}'`,
  ].join(' \\\n  ');
}

/** A further row to begin with: the last one, or the example's, under a name that is not taken yet. */
export function nextRow(rows: readonly unknown[], example: unknown): unknown {
  const pattern = rows.at(-1) ?? example;
  if (!isObject(pattern)) return {};
  const key = ['id', 'sku'].find((name) => typeof pattern[name] === 'string');
  if (!key) return pattern;
  const taken = new Set(rows.map((row) => (isObject(row) ? row[key] : undefined)));
  const stem = String(pattern[key]).replace(/\d+$/, '');
  let number = rows.length + 1;
  while (taken.has(`${stem}${number}`)) number += 1;
  return { ...pattern, [key]: `${stem}${number}` };
}
