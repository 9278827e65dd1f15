import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluatePolicy, measures, type PolicyOutput, policyCatalogue, policyIds, violationReasons } from '../policies/index.ts';

/** Whatever a page shows of a policy has a text in every language: looked for from the schemas and from what policies really answer. */
const languages = ['en', 'zh-CN', 'th', 'vi', 'ms'];
const files = readdirSync(new URL('en', import.meta.url)).sort();

type Tree = { [key: string]: Tree | string };
type Texts = {
  fields: Record<string, { label: string; help?: string }>;
  options: Record<string, string>;
  outputs: Record<string, string>;
  values: Record<string, string>;
  reasons: Record<string, string>;
  explanation: Record<string, string>;
};

const read = (language: string, file: string): Tree => JSON.parse(readFileSync(new URL(`${language}/${file}`, import.meta.url), 'utf8'));

function leaves(tree: Tree | string, path = ''): [path: string, text: string][] {
  if (typeof tree === 'string') return [[path, tree]];
  return Object.entries(tree).flatMap(([key, below]) => leaves(below, `${path}/${key}`));
}
const placeholdersIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{([^}]*)\}\}/g)].map(([, inner = '']) => inner.trim()))].sort();

describe.each(languages)('%s', (language) => {
  test.each(files)('%s says the same with the same values as the English one', (file) => {
    const shape = (of: string) => leaves(read(of, file)).map(([path, text]) => `${path} ${placeholdersIn(text).join('|')}`);
    expect(shape(language).sort()).toEqual(shape('en').sort());
    expect(leaves(read(language, file)).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

const english = Object.assign({}, ...files.map((file) => read('en', file))) as Record<string, Texts>; // the shape is what these tests prove
const named = english as unknown as Record<string, Record<string, string>>; // measures, documents and the like are flat

type Schema = {
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  oneOf?: Schema[];
};
/** Money is one field to the reader. */
const isMoney = ({ properties }: Schema): boolean =>
  Object.keys(properties ?? {})
    .sort()
    .join() === 'amount,currency';

function fieldsOf(schema: Schema, path = ''): { path: string; options: string[] }[] {
  const below = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? []), ...(schema.items ? [schema.items] : [])];
  const options = (schema.enum ?? []).filter((option) => typeof option === 'string');
  return [
    ...(options.length > 0 ? [{ path, options }] : []),
    ...below.flatMap((part) => fieldsOf(part, path)),
    ...(isMoney(schema)
      ? []
      : Object.entries(schema.properties ?? {}).flatMap(([key, part]) => {
          const at = path === '' ? key : `${path}.${key}`;
          return [{ path: at, options: [] }, ...fieldsOf(part, at)];
        })),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  return isObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}

/** Every path of an answer, and every word in it that looks like a code of ours and was not in the question. */
function pathsOf(value: unknown, path = ''): { path: string; code?: string }[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, path));
  if (isObject(value)) {
    const keys = Object.entries(value).filter(([key]) => /^[a-z]/.test(key)); // totals are kept by currency
    if (Object.keys(value).sort().join() === 'amount,currency') return [];
    return keys.flatMap(([key, part]) => {
      const at = path === '' ? key : `${path}.${key}`;
      return [{ path: at }, ...pathsOf(part, at)];
    });
  }
  if (typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$|^[A-Z]+(_[A-Z]+)+$/.test(value)) return [{ path, code: value }];
  return [];
}

/** Inputs near the example: at a few places another value, of the kind that stands there. What is not valid is passed over. */
function near(example: unknown, options: Map<string, string[]>): fc.Arbitrary<unknown> {
  const instants = [
    '2020-01-01T00:00:00Z',
    '2026-02-03T00:00:00Z',
    '2026-03-10T00:00:00Z',
    '2026-05-01T00:00:00Z',
    '2027-06-01T00:00:00Z',
    '2040-01-01T00:00:00Z',
  ];
  const words = [
    'US',
    'GB',
    'TH',
    'VN',
    'ID',
    'DE',
    'CN',
    'JP',
    'MX',
    'BR',
    'MXN',
    'beauty-personal-care',
    'toys-3-plus',
    'weapons',
    'bags',
    'food',
    'A',
    'card',
    'oxxo',
    'pix',
    'Please cancel, idiot. Similar item? +1 555 123 4567, sale',
  ];
  const leaf = (value: unknown, path: string): fc.Arbitrary<unknown> => {
    if (typeof value === 'boolean') return fc.boolean();
    if (typeof value === 'number')
      return fc.constantFrom(value, 0, 1, 2, 4, 5, 11, 20, 25, 40, 48, 100, 200, 1000, 600_000, 3_000_000, 0.5);
    if (value === null) return fc.constantFrom(null, ...instants, 'US', 5);
    if (typeof value === 'string' && /^\d{4}-/.test(value)) return fc.constantFrom(value, ...instants);
    return fc.constantFrom(value, ...(options.get(path) ?? words));
  };
  const walk = (value: unknown, path: string): fc.Arbitrary<unknown> => {
    const rarely = (other: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });
    if (Array.isArray(value)) {
      const [first] = value;
      const items =
        first === undefined ? fc.constantFrom([], ...words.map((word) => [word])) : fc.array(walk(first, path), { maxLength: 3 });
      return fc.oneof({ weight: 2, arbitrary: fc.tuple(...value.map((item) => walk(item, path))) }, { weight: 1, arbitrary: items });
    }
    if (!isObject(value)) return rarely(leaf(value, path));
    const required = Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, walk(part, path === '' ? key : `${path}.${key}`)]),
    );
    const prefix = path === '' ? '' : `${path}.`;
    const absent = [...options].filter(
      ([field]) => field.startsWith(prefix) && !field.slice(prefix.length).includes('.') && !(field.slice(prefix.length) in value),
    );
    const added = fc.record(Object.fromEntries(absent.map(([field, codes]) => [field.slice(prefix.length), fc.constantFrom(...codes)])), {
      requiredKeys: [],
    });
    return fc
      .tuple(fc.record(required), fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: added }))
      .map(([known, more]) => ({ ...known, ...more }));
  };
  return walk(example, '');
}

function answersNear(id: string): { input: unknown; output: PolicyOutput }[] {
  const entry = policyCatalogue(id);
  const options = new Map(
    fieldsOf((entry?.inputSchema ?? {}) as Schema).flatMap(({ path, options }) => (options.length > 0 ? [[path, options] as const] : [])),
  );
  const inputs = [entry?.example, ...fc.sample(near(entry?.example, options), { numRuns: 600, seed: 4 }), ...(further[id] ?? [])];
  return inputs.flatMap((input) => {
    try {
      return [{ input, output: evaluatePolicy(id, input) }];
    } catch {
      return []; // not a valid input
    }
  });
}

const before = '2020-01-01T00:00:00Z';
const week = { market: 'US', totalOrders: 0 };
const quality = Object.fromEntries(
  [
    'orders',
    'cancelledOrders',
    'negativeReviews',
    'disputes',
    'sellerFaultDisputes',
    'sellerFaultReturns',
    'sellerFaultReturnsResolved',
  ].map((key) => [key, 0]),
);
const penalised = { penalisedAt: '2026-01-01T00:00:00Z', asOf: '2026-02-01T00:00:00Z' };
const attempt = (day: string, outcome: string) => ({
  submittedAt: `2026-01-${day}T00:00:00Z`,
  decidedAt: `2026-01-${day}T12:00:00Z`,
  outcome,
});
const hold = { ...penalised, bannedAt: '2026-01-01T00:00:00Z', holdDays: 90, investigationEndedAt: null, appeals: [] };
const granted = { appeals: [attempt('02', 'granted')] };
/** What lies too far from the example to be met by chance. */
const further: Record<string, unknown[]> = {
  'late-dispatch': [
    { ...week, lateOrders: 0 },
    { ...week, totalOrders: 3, lateOrders: 1 },
    { ...week, totalOrders: 10, lateOrders: 9 },
    { ...week, lateOrders: 0, asOf: before },
  ],
  'seller-fault-cancellation': [
    { ...week, cancelledOrders: 0 },
    { ...week, totalOrders: 3, cancelledOrders: 1 },
    { ...week, totalOrders: 10, cancelledOrders: 9 },
    { ...week, totalOrders: 10, cancelledOrders: 9, averageDailyOrders: 70 },
    { ...week, totalOrders: 40, cancelledOrders: 0 },
    { ...week, cancelledOrders: 0, asOf: before },
  ],
  appeal: [
    { penalisedAt: before, appeals: [], asOf: before },
    { ...penalised, appeals: [{ submittedAt: '2026-01-02T00:00:00Z' }] },
    { ...penalised, appeals: [attempt('02', 'rejected'), attempt('03', 'rejected')] },
  ],
  'quality-metrics': [
    { ...quality, defectiveReturnOrders: 0 },
    { ...quality, defectiveReturnOrders: 0, asOf: before },
  ],
  'balance-hold': [
    hold,
    { ...hold, permanent: true },
    { ...hold, ...granted },
    { ...hold, ...granted, asOf: '2026-01-02T13:00:00Z' },
    { ...hold, penalisedAt: before, asOf: before },
  ],
  'fulfilment-signs': [
    {
      parcel: {
        trackingNumber: null,
        trackingSubmittedAt: null,
        lastTrackingUpdateAt: null,
        trackingUsedBefore: false,
        shipToCountry: 'GB',
        trackingDestinationCountry: null,
        shipFromCountry: 'CN',
        declaredWarehouseCountry: 'CN',
        carrierAllowed: true,
        trackingFormatValid: false,
      },
      asOf: penalised.asOf,
    },
  ],
  'message-guard': [
    { text: 'Would you accept a similar item?', purpose: 'reply', market: 'GB' },
    { text: '', purpose: 'reply', market: 'GB', asOf: before },
  ],
};

const missing = (paths: string[]): string[] => [...new Set(paths)].sort();

describe.each([...policyIds])('%s', (id) => {
  const texts = english[id];
  const has = (table: Record<string, unknown> | undefined, key: string): boolean => table !== undefined && Object.hasOwn(table, key);

  test('every field and every option has a text, and no text is without its field', () => {
    const fields = fieldsOf((policyCatalogue(id)?.inputSchema ?? {}) as Schema);
    expect(missing(fields.filter(({ path }) => !has(texts?.fields, path)).map(({ path }) => path))).toEqual([]);
    expect(
      missing(
        fields.flatMap(({ path, options }) => options.map((option) => `${path}.${option}`)).filter((key) => !has(texts?.options, key)),
      ),
    ).toEqual([]);
    const known = new Set(fields.map(({ path }) => path));
    expect(Object.keys(texts?.fields ?? {}).filter((path) => !known.has(path))).toEqual([]);
  });

  test('whatever it answers has a text, and the sentences find their values', () => {
    const lacking: string[] = [];
    const answers = answersNear(id);
    expect(answers.length).toBeGreaterThan(20);
    for (const { input, output } of answers) {
      const asked = new Set(stringsOf(input));
      const { covered, citations, explanation, ...own } = output;
      for (const { path, code } of pathsOf(own)) {
        if (code === undefined) {
          // a reason is named as a whole, under `reasons`
          if (!/(^|\.)reasons\./.test(path) && !has(texts?.outputs, path)) lacking.push(`output ${path}`);
        } else if (!asked.has(code) && !has(texts?.values, `${path}.${code}`) && !has(named.documents, code))
          if (!(path.endsWith('reasons.code') && has(texts?.reasons, code))) lacking.push(`value ${path}.${code}`);
      }
      for (const { key, values } of explanation) {
        if (key === 'policies.not-covered') continue; // said once for all of them, in shared.json
        const [prefix, policy, ...sentence] = key.split('.');
        const text = texts?.explanation[sentence.join('.')];
        if (prefix !== 'policies' || policy !== id || text === undefined) lacking.push(`explanation ${key}`);
        else
          for (const inner of placeholdersIn(text))
            if (!has(values, inner.split(',')[0]?.trim() ?? '')) lacking.push(`${key} lacks {{${inner}}}`);
      }
    }
    expect(missing(lacking)).toEqual([]);
  });
});

test('every violation reason and every measure has a name', () => {
  expect(Object.keys(named['violation-reasons'] ?? {}).sort()).toEqual(violationReasons.map(({ code }) => code).sort());
  expect(Object.keys(named.measures ?? {}).sort()).toEqual(measures.map(({ code }) => code).sort());
});

test.each(Object.keys(read('en', 'performance.json')).filter((id) => policyCatalogue(id)))('%s: no sentence is without its case', (id) => {
  const said = new Set(answersNear(id).flatMap(({ output }) => output.explanation.map(({ key }) => key.split('.')[2])));
  expect(Object.keys(english[id]?.explanation ?? {}).filter((sentence) => !said.has(sentence))).toEqual([]);
});
