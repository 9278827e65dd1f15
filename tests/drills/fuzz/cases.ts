/**
 * Case `index` of seed `seed` is always the same request, so a finding is played again by its number. Most go to the routes of the
 * contract, a valid request with one or a few things wrong; the rest go where bytes come in without a contract.
 */
import { z } from 'zod';
import { type RouteDefinition, routes } from '../../../packages/contract/src/index.ts';
import { policyCatalogue, policyIds } from '../../../packages/rules/src/policies/index.ts';
import { createDice, type Dice } from '../dice.ts';
import { paper } from '../stage/paper.ts';
import { picture } from '../stage/picture.ts';
import type { FuzzWorld } from './bench.ts';
import { HOSTILE_TEXTS, hex, hostile, type Json, type Samples, spoil, validFor } from './values.ts';

export type Case = {
  index: number;
  /** A route's id, or what else was asked. */
  target: string;
  method: string;
  address: string;
  headers: [string, string][];
  body: Uint8Array | null;
  /** Holds a key that its schema does not have: must not be taken. */
  smuggled: boolean;
};

type Parts = { params: unknown; query: unknown; body: unknown };
type Target = { route: RouteDefinition; schemas: Parts };

const utf8 = new TextEncoder();
const all: readonly RouteDefinition[] = Object.values(routes);
const schemaOf = (schema: z.ZodType | undefined): unknown =>
  schema === undefined ? null : z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
const targets: readonly Target[] = all.map((route) => ({
  route,
  schemas: { params: schemaOf(route.params), query: schemaOf(route.query), body: schemaOf(route.body) },
}));

const talkative = targets.filter(({ route }) => route.body || route.query);

const dicesOf = (seed: number, index: number): Dice => createDice((Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0);

/** `cursors`: real ones, to be spoilt. */
export function createCases(bench: FuzzWorld, { seed, cursors }: { seed: number; cursors: readonly string[] }): (index: number) => Case {
  const samples = samplesOf(bench, cursors);
  assertSamples(samples);
  return (index) => {
    const dice = dicesOf(seed, index);
    const draw = dice.number();
    if (draw < 0.93) return ofRoute(bench, { index, dice, samples });
    if (draw < 0.965) return ofHook(bench, { index, dice });
    if (draw < 0.975) return ofCallback(bench, { index, dice });
    if (draw < 0.985) return ofDoor({ index, dice });
    return ofAnywhere(bench, { index, dice });
  };
}

type Drawn = { index: number; dice: Dice };

function samplesOf({ one, columns }: FuzzWorld, cursors: readonly string[]): Samples {
  const uuid = (own: string) => (dice: Dice) => (dice.number() < 0.5 ? own : `${hex(dice, 8)}-0000-4000-8000-${hex(dice, 12)}`);
  return {
    shopId: uuid(one.shopId),
    sourceShopId: uuid(one.shopId),
    orderId: uuid(one.orderId),
    legalEntityId: uuid(one.shopId),
    policyId: (dice) => dice.pick<string>(['no-such-rule', ...policyIds]),
    shopIds: uuid(one.shopId),
    // One of a list, and a list of one.
    markets: (dice) => dice.pick(['DE', 'FR', 'GB']),
    listingIds: uuid(one.shopId),
    gtin: (dice) => dice.pick(['4006381333931', '4006381333930', '00000000']),
    hsCode: () => '691110',
    mapping: (dice) => dice.pick(['sku', 'title', 'cost', 'attribute:Finish', 'attribute:__proto__']),
    timeZone: (dice) => dice.pick(['shop', 'UTC', 'Asia/Shanghai', 'America/Sao_Paulo']),
    cursor: (dice) => spoiltCursor(cursors, dice),
    q: (dice) => dice.pick(['Anchorage', 'Anchorage-1', '57600000000000', ...HOSTILE_TEXTS]),
    csv: (dice) =>
      `currency,on,perEuro\n${dice.pick(['SEK', 'XXX', '"S', columns[0] ?? ''])},${dice.pick(['2026-12-02', '0000-00-00', '2026-12-1'])},1${dice.pick(['.5', ',5', 'e9', ''])}\n`,
  };
}

const RATE_HEAD = 'shop_id,shop_name,valid_from,kind,name,percent,fixed_fee,first_kg,further_kg,currency';
/** A file of rates with one row, which may be read in many wrong ways. */
function rateFile(dice: Dice, shop: string): string {
  const kind = dice.pick(['commission', 'payment', 'shipping', 'gift', ...HOSTILE_TEXTS]);
  const cell = () => dice.pick(['', '5', '0.25', '1e3', 'GBP', 'VND', 'stripe', 'bags', 'CN-SZX>GB-LHR', '=1+1', '"', ...HOSTILE_TEXTS]);
  const cells = [dice.pick([shop, '7', '7.49E+18']), 'any', dice.pick(['2026-12-01', '2026-02-30', '0000-00-00']), kind];
  return `${dice.pick([RATE_HEAD, RATE_HEAD, 'a,b', ''])}\n${[...cells, cell(), cell(), cell(), cell(), cell(), cell()].join(',')}\n`;
}

/** Every route's own sample must satisfy its own schema: else the fuzz would only ever see refusals. */
function assertSamples(samples: Samples): void {
  for (const { route, schemas } of targets) {
    for (const part of ['query', 'body'] as const) {
      const schema = route[part];
      if (!schema) continue;
      const accepted = Array.from({ length: 50 }, (_, index) => {
        const { cursor: _spoilt, q: _hostile, csv: _bad, ...rest } = samples;
        return schema.safeParse(validFor(schemas[part], createDice(index), { samples: rest, name: '' })).success;
      });
      if (!accepted.includes(true))
        throw new Error(`the fuzz makes no valid ${part} for ${route.id}: add a sample in tests/drills/fuzz/cases.ts`);
    }
  }
}

function spoiltCursor(cursors: readonly string[], dice: Dice): string {
  const cursor = cursors[Math.floor(dice.number() * cursors.length)] ?? '';
  const draw = dice.number();
  if (draw < 0.2) return cursor;
  if (draw < 0.4) return cursor.slice(0, Math.floor(dice.number() * cursor.length));
  if (draw < 0.7) {
    const at = Math.floor(dice.number() * cursor.length);
    return `${cursor.slice(0, at)}${dice.pick(['A', '_', '9', '=', '%00', 'é'])}${cursor.slice(at + 1)}`;
  }
  const position = dice.pick<Json>([[hostile(dice), hostile(dice)], hostile(dice), { at: hostile(dice), id: hostile(dice) }]);
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

const spoilTimes = (dice: Dice): number => (dice.number() < 0.03 ? 0 : 1 + Math.floor(dice.number() * 3));

function ofRoute(bench: FuzzWorld, { index, dice, samples }: Drawn & { samples: Samples }): Case {
  // Where there is nothing to get wrong but an id, the database is asked nearly each time, which is what costs.
  const among = dice.number() < 0.96 ? talkative : targets;
  const { route, schemas } = among[Math.floor(dice.number() * among.length)] ?? fail();
  const policyId = dice.pick<string>(['no-such-rule', ...policyIds]);
  const { path, query } = {
    path: pathOf({ route, schemas }, dice, { ...samples, policyId: () => policyId }),
    query: queryOf({ route, schemas }, { dice, samples, columns: bench.columns }),
  };
  let value: Json = schemas.body === null ? null : (ruleInput(route, policyId) ?? validFor(schemas.body, dice, { samples, name: '' }));
  let smuggled = query.smuggled;
  // Adding a member hashes a password, which is slow on purpose: nearly always something else is wrong with the request.
  const least = route.id === 'members.create' && dice.number() < 0.98 ? 1 : 0;
  if (schemas.body !== null)
    for (let times = Math.max(least, spoilTimes(dice)); times > 0; times -= 1) {
      const spoilt = spoil(value, dice, bench.columns);
      value = spoilt.value;
      smuggled ||= times === 1 && spoilt.smuggled && !declares(route, { value, policyId });
    }
  const sends = route.method !== 'get' && (schemas.body !== null || route.upload !== undefined || dice.number() < 0.3);
  const wire = sends ? (route.upload ? fileOf(route, dice, bench.one.channelShopId) : bytesOf(value, dice)) : null;
  const method =
    dice.number() < 0.99 ? route.method.toUpperCase() : dice.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']);
  const isOther = method !== route.method.toUpperCase();
  return {
    index,
    target: route.id,
    method,
    address: `/api/v1${path}${query.text}`,
    headers: [...credentials(bench, dice), ...contentTypes(sends, dice, route.upload?.mediaTypes[0]), ...oddHeaders(dice)],
    body: wire?.bytes ?? null,
    smuggled: !isOther && (query.smuggled || (smuggled && wire !== null && !wire.garbled)),
  };
}

const ASKS_A_RULE = 'policies.evaluate';
/** What a rule takes stands in no route's schema: its own example is what is spoilt. The cast: examples are JSON. */
const ruleInput = ({ id }: RouteDefinition, policyId: string): Json | undefined =>
  id === ASKS_A_RULE ? (policyCatalogue(policyId)?.example as Json) : undefined;

/** Every key is one of the schema's: what was added stood there before and had been taken out, or might have stood there. */
function declares({ id, body }: RouteDefinition, { value, policyId }: { value: Json; policyId: string }): boolean {
  const known = id === ASKS_A_RULE ? (policyCatalogue(policyId)?.inputSchema.properties ?? {}) : (body?.shape ?? {});
  return typeof value === 'object' && value !== null && Object.keys(value).every((name) => Object.hasOwn(known, name));
}

function pathOf({ route, schemas }: Target, dice: Dice, samples: Samples): string {
  const params = schemas.params === null ? {} : validFor(schemas.params, dice, { samples, name: '' });
  const hostileIds = dice.number() < 0.6;
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = typeof params === 'object' && params !== null && !Array.isArray(params) ? params[name] : '';
    const text = hostileIds ? dice.pick(HOSTILE_TEXTS) : String(known);
    return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, 'x')) || '%20';
  });
}

type Around = { dice: Dice; samples: Samples; columns: readonly string[] };

function queryOf({ route, schemas }: Target, { dice, samples, columns }: Around): { text: string; smuggled: boolean } {
  let value: Json = schemas.query === null ? {} : validFor(schemas.query, dice, { samples, name: '' });
  const known = new Set(Object.keys(route.query?.shape ?? {}));
  const times = schemas.query === null ? Number(dice.number() < 0.05) : spoilTimes(dice);
  for (let done = 0; done < times; done += 1) value = spoil(value, dice, columns).value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { text: `?${encodeURIComponent(wellFormed(JSON.stringify(value)))}`, smuggled: false };
  const pairs = Object.entries(value).map(([name, item]) => [name, typeof item === 'string' ? item : JSON.stringify(item)] as const);
  const search = pairs
    .map(([name, item]) => `${escapeOrNot(name, dice)}=${escapeOrNot(item, dice)}`)
    .join(dice.number() < 0.95 ? '&' : '&&=&');
  const repeated = pairs[0] && dice.number() < 0.03 ? `&${search}` : '';
  return { text: pairs.length === 0 ? '' : `?${search}${repeated}`, smuggled: pairs.some(([name]) => !known.has(name) && name !== '') };
}

const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
/** Nearly always as a client would; sometimes with escapes that stand for no character. */
function escapeOrNot(text: string, dice: Dice): string {
  const escaped = encodeURIComponent(wellFormed(text));
  const draw = dice.number();
  return draw < 0.97 ? escaped : draw < 0.98 ? `${escaped}%` : draw < 0.99 ? `${escaped}%ff%fe` : `${escaped}%C0%80%ED%A0%80`;
}

function credentials({ one }: FuzzWorld, dice: Dice): [string, string][] {
  const draw = dice.number();
  if (draw < 0.8) return [['authorization', `Bearer ${one.key}`]];
  if (draw < 0.86) return [['authorization', `Bearer ${one.narrowKey}`]];
  if (draw < 0.92)
    return [
      ['cookie', one.cookie],
      ['origin', 'http://localhost'],
    ];
  if (draw < 0.94)
    return [
      ['cookie', one.cookie],
      ...(dice.number() < 0.5
        ? [['origin', dice.pick(['null', 'http://evil.example', 'http://localhost.evil', ''])] as [string, string]]
        : []),
    ];
  if (draw < 0.96) return [];
  const junk = dice.pick([
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    `Bearer ${'x'.repeat(5_000)}`,
    'Bearer twk_',
    `bearer ${one.key} ${one.key}`,
    `Bearer ${one.key},Bearer ${one.key}`,
    'Digest \u00ff\u00fe',
    `Bearer ${one.key.slice(0, -1)}`,
  ]);
  return draw < 0.98
    ? [['authorization', junk]]
    : [
        [
          'cookie',
          dice.pick([
            '=',
            ';;;',
            'tradewind.session_token=%00',
            `tradewind.session_token=${'a'.repeat(4_000)}`,
            'tradewind.session_token=%E0%A4%A',
            'a=b; tradewind.session_token=a.b; tradewind.session_token=c.d',
          ]),
        ],
      ];
}

function contentTypes(sends: boolean, dice: Dice, usual = 'application/json'): [string, string][] {
  if (!sends) return [];
  if (dice.number() < 0.96) return [['content-type', usual]];
  return dice.pick<[string, string][]>([
    [],
    [['content-type', 'text/plain']],
    [['content-type', 'application/x-www-form-urlencoded']],
    [['content-type', 'multipart/form-data; boundary=x']],
    [['content-type', 'application/json; charset=utf-16']],
    [['content-type', 'application/json-seq']],
    [['content-type', 'application/json, text/html']],
    [['content-type', '']],
    [
      ['content-type', 'application/json'],
      ['content-encoding', 'gzip'],
    ],
  ]);
}

function oddHeaders(dice: Dice): [string, string][] {
  if (dice.number() > 0.1) return [];
  return dice.pick<[string, string][]>([
    [['idempotency-key', dice.pick(['', ' ', 'a'.repeat(300), 'known', '\u00e9', '__proto__', "'; --", 'a b'])]],
    [['idempotency-key', `fuzz-${hex(dice, 3)}`]],
    [
      ['idempotency-key', 'a'],
      ['idempotency-key', 'b'],
    ],
    [['host', 'evil.example']],
    [
      ['host', 'localhost'],
      ['x-forwarded-host', 'evil.example'],
      ['x-forwarded-proto', 'https'],
    ],
    [['x-http-method-override', 'DELETE']],
    [['x-merchant-id', '00000000-0000-4000-8000-000000000000']],
    [
      ['accept', 'text/html'],
      ['accept-encoding', '*;q=0'],
    ],
    [['range', 'bytes=0-99999999999']],
    [['content-length', '99999999999']],
    [['content-length', '-1']],
    [['x-request-id', 'evil']],
    [['accept-language', 'x'.repeat(6_000)]],
  ]);
}

/** What the route takes, whole. */
function wholeFile({ id, upload }: RouteDefinition, dice: Dice, shop: string): Uint8Array {
  if (upload?.mediaTypes[0] === 'image/jpeg') return picture();
  if (upload?.mediaTypes[0] !== 'text/csv') return utf8.encode(paper('fuzz'));
  return utf8.encode(id === 'product-imports.create' ? goodsFile(dice) : rateFile(dice, shop));
}

function goodsFile(dice: Dice): string {
  const cell = () => dice.pick(['', '5', '0.25', '1e3', 'CNY', 'SKU*2', '=1+1', '"', '2026-02-30', ...HOSTILE_TEXTS]);
  const head = dice.pick(['sku,title,cost,bundle_parts', 'sku,sku', 'SKU', '']);
  return `${head}\n${[hex(dice, 4), cell(), cell(), cell()].join(',')}\n`;
}

/** A whole file of the kind that the route takes, or one with something wrong in it. */
function fileOf(route: RouteDefinition, dice: Dice, shop: string): { bytes: Uint8Array; garbled: boolean } {
  const bytes = wholeFile(route, dice, shop);
  const draw = dice.number();
  if (draw < 0.7) return { bytes, garbled: false };
  if (draw < 0.8) return { bytes: bytes.subarray(0, Math.floor(dice.number() * bytes.length)), garbled: true };
  if (draw < 0.95) return { bytes: bytes.map((byte) => (dice.number() < 0.05 ? Math.floor(dice.number() * 256) : byte)), garbled: true };
  return { bytes: bomb(dice), garbled: true };
}

/** `garbled`: no longer the value's own JSON. */
function bytesOf(value: Json, dice: Dice): { bytes: Uint8Array; garbled: boolean } {
  const text = JSON.stringify(value);
  const draw = dice.number();
  if (draw < 0.9) return { bytes: utf8.encode(text), garbled: false };
  if (draw < 0.93) {
    const bytes = utf8.encode(text);
    const at = Math.floor(dice.number() * bytes.length);
    bytes[at] = Math.floor(dice.number() * 256);
    return { bytes, garbled: true };
  }
  if (draw < 0.95) return { bytes: utf8.encode(text).subarray(0, Math.floor(dice.number() * text.length)), garbled: true };
  return { bytes: bomb(dice), garbled: true };
}

/** Most are small; a few are as large as a body may be, or one byte larger. */
function bomb(dice: Dice): Uint8Array {
  const size = dice.number() < 0.004 ? dice.pick([1_048_576, 1_048_577, 900_000]) : Math.floor(dice.between(2, 3_000));
  const filled = (unit: string): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  const texts = [
    filled('['),
    filled('{"a":'),
    `[${filled('1,').slice(0, -2)}1]`,
    `{"name":"${filled('x').slice(0, -11)}"}`,
    `{${filled('"a":1,').slice(0, -9)}"b":1}`,
    `${filled(' ')}{}`,
    filled('9'),
    `{"limit":1${filled('0')}}`,
    filled('\\u0000'),
    `\ufeff{}${filled(' ')}`,
  ];
  const raw = [
    Uint8Array.of(0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00),
    Uint8Array.of(0xc0, 0x80),
    Uint8Array.of(0xed, 0xa0, 0x80),
    Buffer.alloc(Math.min(size, 4_096), 0),
  ];
  if (dice.number() < 0.2) return raw[Math.floor(dice.number() * raw.length)] ?? Uint8Array.of(0);
  return utf8.encode(texts[Math.floor(dice.number() * texts.length)]);
}

function ofHook({ one }: FuzzWorld, { index, dice }: Drawn): Case {
  const notice: Json = {
    type: dice.pick<Json>([1, 2, 6, 11, 12, 99, 'ORDER_STATUS_CHANGE', hostile(dice)]),
    tts_notification_id: dice.pick<Json>([`n-${hex(dice, 5)}`, hostile(dice)]),
    shop_id: dice.pick<Json>([one.channelShopId, '7', hostile(dice)]),
    timestamp: dice.pick<Json>([1_790_000_000, -1, 9e15, hostile(dice)]),
    data: dice.pick<Json>([{ order_id: hostile(dice) }, { package_list: [{ package_id: hostile(dice) }] }, hostile(dice)]),
  };
  const { bytes } = bytesOf(notice, dice);
  return {
    index,
    target: 'webhook',
    method: 'POST',
    address: dice.number() < 0.9 ? '/hooks/tiktok-shop' : `/hooks/${dice.pick(['constructor', '__proto__', 'shopify', '%00', '%E0%A4%A'])}`,
    headers: [['x-fuzz-sign', dice.number() < 0.4 ? 'yes' : 'no'], ...oddHeaders(dice)],
    body: bytes,
    smuggled: false,
  };
}

function ofCallback({ one }: FuzzWorld, { index, dice }: Drawn): Case {
  const id = `${hex(dice, 8)}-0000-4000-8000-${hex(dice, 12)}`;
  const pairs: [string, string][] = [
    ['state', dice.pick([`${id}.${hex(dice, 20)}`, ...HOSTILE_TEXTS])],
    ['code', dice.pick(['TTP_x', 'null', ...HOSTILE_TEXTS])],
    ...(dice.number() < 0.3 ? [['error', dice.pick(HOSTILE_TEXTS)] as [string, string]] : []),
  ];
  const search = pairs.map(([name, value]) => `${name}=${escapeOrNot(value, dice)}`).join('&');
  return {
    index,
    target: 'call-back',
    method: 'GET',
    address: `/oauth/${dice.pick(['tiktok-shop', 'tiktok-shop', 'shopify', '__proto__', '%2e%2e'])}/callback?${search}`,
    headers: dice.number() < 0.7 ? [['cookie', one.cookie]] : credentials({ one } as FuzzWorld, dice),
    body: null,
    smuggled: false,
  };
}

const DOORS = [
  '/sign-in/email',
  '/sign-out',
  '/revoke-other-sessions',
  '/organization/set-active',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/sign-up/email',
  '/invitation/read',
  '/invitation/accept',
  '/get-session',
  '/__proto__',
  '/constructor',
] as const;

/** Signed in as nobody: a right request would end the session that the other cases use. */
function ofDoor({ index, dice }: Drawn): Case {
  const fields: Json = {
    email: dice.pick<Json>(['nobody@drill.example', hostile(dice)]),
    password: hostile(dice),
    code: hostile(dice),
    organizationId: hostile(dice),
  };
  const { value } = spoil(fields, dice, ['callbackURL', 'token', 'role', 'rememberMe', 'image']);
  return {
    index,
    target: 'sign-in',
    method: 'POST',
    address: `/api/auth${dice.pick(DOORS)}`,
    headers: [['origin', 'http://localhost'], ...contentTypes(true, dice), ...oddHeaders(dice)],
    body: bytesOf(value, dice).bytes,
    smuggled: false,
  };
}

function ofAnywhere(bench: FuzzWorld, { index, dice }: Drawn): Case {
  const address = dice.pick([
    '/',
    '/api',
    '/api/v1',
    '/api/v1/',
    '/api/v2/orders',
    '/api/docs',
    '/api/v1/openapi.json',
    '/metrics',
    '/livez',
    '/readyz',
    '/api/csp-reports',
    '/.git/config',
    '/.env',
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/%E0%A4%A',
    '//evil.example/',
    '/api/v1//orders',
    '/api/v1/orders/',
    '/API/V1/ORDERS',
    '/api/v1/orders;x=1',
    `/api/v1/${'a/'.repeat(500)}`,
    `/${encodeURIComponent(wellFormed(dice.pick(HOSTILE_TEXTS)))}`,
  ]);
  const method = dice.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']);
  const sends = method !== 'GET' && method !== 'HEAD' && dice.number() < 0.5;
  return {
    index,
    target: 'anywhere',
    method,
    address,
    headers: [...credentials(bench, dice), ...contentTypes(sends, dice), ...oddHeaders(dice)],
    body: sends ? bytesOf(hostile(dice), dice).bytes : null,
    smuggled: false,
  };
}

function fail(): never {
  throw new Error('the contract has no routes');
}
