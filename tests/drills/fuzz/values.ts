/**
 * Values for a JSON schema: first one that the schema accepts, then the same with something wrong in it. What is wrong is what has
 * broken programs before: prototypes' names, columns nobody may set, numbers beyond their type, half characters, depth and length.
 */
import { z } from 'zod';
import type { Dice } from '../dice.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
type Sample = (dice: Dice) => string;
/** Texts that only a name can explain: an id that exists, a zone, a cursor. */
export type Samples = Readonly<Record<string, Sample>>;

const typeName = z.enum(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']);
const schemaShape = z.looseObject({
  type: z.union([typeName, z.tuple([typeName], typeName)]).optional(),
  enum: z.array(z.json()).optional(),
  const: z.json().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
});

type Schema = z.output<typeof schemaShape>;
const read = new WeakMap<object, Schema>();

/** Each schema is looked at once; there are few, and they are asked for hundreds of thousands of times. */
function schemaOf(schema: unknown): Schema {
  if (typeof schema !== 'object' || schema === null) return schemaShape.parse(schema);
  const known = read.get(schema) ?? schemaShape.parse(schema);
  read.set(schema, known);
  return known;
}

const DAYS = ['2026-12-01', '2026-12-14', '2024-02-29', '2026-01-01', '2027-06-30'] as const;
const BY_FORMAT: Samples = {
  uuid: (dice) => `${hex(dice, 8)}-${hex(dice, 4)}-4${hex(dice, 3)}-8${hex(dice, 3)}-${hex(dice, 12)}`,
  date: (dice) => dice.pick(DAYS),
  'date-time': (dice) => `${dice.pick(DAYS)}T12:00:00Z`,
  email: (dice) => `fuzz-${hex(dice, 6)}@drill.example`,
  uri: () => 'https://drill.example/',
};
const BY_PATTERN: Samples = {
  '^[a-z]{2}$': (dice) => dice.pick(['es', 'th', 'xx']),
  '^[A-Z]{2}$': (dice) => dice.pick(['GB', 'CN', 'TH', 'VN', 'ZZ']),
  '^[A-Z][A-Z0-9_]{1,49}$': (dice) => dice.pick(['EPR_REGISTRATION', 'CPSC_DECLARATION', 'OWN_PAPER']),
  '^[a-z0-9]+(-[a-z0-9]+)*$': (dice) => dice.pick(['home-daily', 'beauty', 'bags']),
  '^[a-z0-9.-]{1,60}$': (dice) => dice.pick(['dispatch-over-2-days', 'score-below-3.5', 'unit-price-cap']),
  '^[A-Z]{3}$': (dice) => dice.pick(['USD', 'EUR', 'GBP', 'JPY', 'XXX']),
  '^[A-Z]{2}-[A-Z0-9]{2,5}>[A-Z]{2}-[A-Z0-9]{2,5}$': (dice) => dice.pick(['CN-SZX>TH-BKK', 'CN-SZX>GB-LHR']),
  '^https?:\\/\\/[^\\s/]+': () => 'https://models.drill.example/v1',
  '^\\d{1,12}(\\.\\d{1,12})?$': (dice) => dice.pick(['1', '11.5', '0.000001', '999999999999.999999999999']),
};

export const hex = (dice: Dice, length: number): string =>
  Math.floor(dice.number() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')
    .repeat(2)
    .slice(0, length);

/** Chance alone does not make seven days whose periods follow each other. */
const WHOLE: Readonly<Record<string, (dice: Dice) => Json>> = {
  week: (dice) =>
    Array.from({ length: 7 }, () =>
      dice.pick<Json>([
        [],
        [{ from: 540, until: 1080 }],
        [
          { from: 0, until: 1 },
          { from: 1, until: 1440 },
        ],
        [{ from: 600, until: dice.pick([60, 900]) }],
      ]),
    ),
};

/** A value that the schema accepts. A pattern or format without a sample throws, so that a new one is noticed. */
export function validFor(schema: unknown, dice: Dice, { samples, name }: { samples: Samples; name: string }): Json {
  const whole = Object.hasOwn(WHOLE, name) ? WHOLE[name] : undefined;
  if (whole) return whole(dice);
  const known = schemaOf(schema);
  if (known.enum) return known.enum[Math.floor(dice.number() * known.enum.length)] ?? null;
  if (known.const !== undefined) return known.const;
  const choices = known.anyOf ?? known.oneOf;
  if (choices) return validFor(choices[Math.floor(dice.number() * choices.length)], dice, { samples, name });
  switch (typeof known.type === 'object' ? dice.pick(known.type) : known.type) {
    case 'object':
      return objectFor(known, dice, samples);
    case 'array':
      return Array.from({ length: 1 + Math.floor(dice.number() * 2) }, () => validFor(known.items, dice, { samples, name }));
    case 'integer':
    case 'number':
      return Math.floor(dice.between(known.minimum ?? 0, Math.min(known.maximum ?? 50, 50) + 1));
    case 'boolean':
      return dice.number() < 0.5;
    case 'null':
      return null;
    default:
      return textFor(known, dice, { samples, name });
  }
}

function textFor({ format, pattern }: Schema, dice: Dice, by: { samples: Samples; name: string }): string {
  const named = Object.hasOwn(by.samples, by.name) ? by.samples[by.name] : undefined;
  const sample = named ?? (format ? BY_FORMAT[format] : pattern ? BY_PATTERN[pattern] : () => `made ${hex(dice, 8)}`);
  if (!sample)
    throw new Error(`the fuzz knows no text for ${format ?? pattern} (field ${by.name}): add a sample in tests/drills/fuzz/values.ts`);
  return sample(dice);
}

function objectFor({ properties = {}, required }: Schema, dice: Dice, samples: Samples): Json {
  const made: Record<string, Json> = {};
  for (const [name, schema] of Object.entries(properties))
    if (required.includes(name) || dice.number() < 0.5) made[name] = validFor(schema, dice, { samples, name });
  return made;
}

export const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e\u2066',
  'e\u0301'.repeat(40),
  '𠜎𠜱𠝹',
  "' OR 1=1 --",
  "'; DROP TABLE tenant.orders; --",
  '$1',
  '%s%n',
  '%00',
  '\\u0000',
  '../../../etc/passwd',
  'file:///etc/passwd',
  '//evil.example',
  'javascript:alert(1)',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  '{{7*7}}',
  '#{7*7}',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'true',
  '-1',
  '0x10',
  '1e999',
  '9223372036854775808',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  '2026-12-14T25:61:61Z',
  'Etc/GMT+99',
  'Asia/Shanghai\u0000',
  'UTC',
  'shop',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  'ZZZ',
  'ßß',
  'İİ',
  '０１２',
  'a'.repeat(101),
  '%'.repeat(100),
  '(a+)+$',
] as const;

const HOSTILE_NUMBERS = [-1, 0, 0.5, -0, 201, 2 ** 31, 2 ** 53, -(2 ** 63), 1e21, 1e308, 5e-324] as const;

/** Names that stand for columns, prototypes and what frameworks have taken for commands. */
const SMUGGLED = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '$where',
  '$ref',
  '',
  'a.b',
  'a[b]',
  'isAdmin',
  'scopes',
  'role',
  '\u0000',
  '~1',
] as const;

export function hostile(dice: Dice): Json {
  const draw = dice.number();
  if (draw < 0.55) return dice.pick(HOSTILE_TEXTS);
  if (draw < 0.75) return dice.pick(HOSTILE_NUMBERS);
  if (draw < 0.85) return dice.pick([null, true, false]);
  if (draw < 0.9) return nested(dice, Math.floor(dice.between(1, 60)));
  if (draw < 0.96)
    return dice.pick<Json>([
      [],
      {},
      [[]],
      [null],
      { length: -1 },
      { length: { valueOf: 1, toString: 1 } },
      { toString: 1, valueOf: 1 },
      { __proto__x: 1 },
    ]);
  return dice.pick(HOSTILE_TEXTS).repeat(Math.floor(dice.between(1, 200)));
}

function nested(dice: Dice, depth: number): Json {
  let value: Json = dice.pick(HOSTILE_TEXTS);
  for (let level = 0; level < depth; level += 1) value = dice.number() < 0.5 ? [value] : { a: value };
  return value;
}

/** Changes one place of the value, at any depth; answers whether a key that no schema has was added at its top. */
export function spoil(value: Json, dice: Dice, columns: readonly string[]): { value: Json; smuggled: boolean } {
  if (typeof value !== 'object' || value === null) return { value: hostile(dice), smuggled: false };
  if (Array.isArray(value)) {
    const at = Math.floor(dice.number() * value.length);
    if (dice.number() < 0.2) return { value: [...value, hostile(dice)], smuggled: false };
    return { value: value.map((item, index) => (index === at ? spoil(item, dice, columns).value : item)), smuggled: false };
  }
  return spoilObject(value, dice, columns);
}

function spoilObject(value: Readonly<Record<string, Json>>, dice: Dice, columns: readonly string[]): { value: Json; smuggled: boolean } {
  const keys = Object.keys(value);
  const key = keys[Math.floor(dice.number() * keys.length)];
  const draw = dice.number();
  if (draw < 0.4 || key === undefined) {
    const added = dice.number() < 0.3 ? dice.pick(SMUGGLED) : (columns[Math.floor(dice.number() * columns.length)] ?? 'merchant_id');
    // From entries: assigning `__proto__` would set the prototype here instead of being sent.
    return { value: Object.fromEntries([...Object.entries(value), [added, hostile(dice)]]), smuggled: !keys.includes(added) };
  }
  if (draw < 0.5) return { value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)), smuggled: false };
  const changed = draw < 0.6 ? hostile(dice) : spoil(value[key] ?? null, dice, columns).value;
  return { value: { ...value, [key]: changed }, smuggled: false };
}
