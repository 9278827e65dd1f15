import { createHash, randomUUID } from 'node:crypto';
import type { QualificationDocument, Scope } from '@tradewind/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createBlobs } from '../../platform/blobs/blobs.ts';
import { withClient } from '../../platform/database/roles.ts';
import { type Answer, codeOf, problemIn, startTestServer, type TestServer } from '../../platform/http/testing.ts';
import { type Bench, type BuiltShop, buildShop, createBench } from '../accounts/testing.ts';
import { onboardingHandlers } from './index.ts';
import { buildListing, pdfWith } from './testing.ts';

const VAULT_MAX = 40_000;
let server: TestServer;
let bench: Bench;
let shop: BuiltShop;
let key: string;
beforeAll(async () => {
  server = await startTestServer({
    handlers: ({ database, secrets }) => {
      bench = createBench(database);
      Object.assign(bench.services, { secrets, blobs: createBlobs({ secrets, merchantMaxBytes: VAULT_MAX }) });
      return onboardingHandlers(bench.services);
    },
  });
  shop = await buildShop(bench, server.owner.merchantId, { market: 'DE' });
  key = await server.keyWith();
});
afterAll(() => server.close());
beforeEach(() => inMerchant((tx) => sql`DELETE FROM document`.execute(tx).then(() => sql`DELETE FROM blob`.execute(tx))));

const inMerchant = <T>(run: Parameters<typeof server.test.database.withMerchant<T>>[1]) =>
  server.test.database.withMerchant(server.owner.merchantId, run);

type Sending = { as?: string; type?: string; bytes?: Buffer; headers?: Record<string, string> };
const facts = { fileName: 'epr.pdf', type: 'EPR_REGISTRATION', status: 'approved', country: 'DE' };
const file = (
  query: Record<string, string> = {},
  { as = key, type = 'application/pdf', bytes = pdfWith('registration'), headers = {} }: Sending = {},
) =>
  server.call('POST', `/api/v1/documents?${new URLSearchParams({ ...facts, ...query })}`, {
    key: as,
    raw: bytes,
    headers: { 'content-type': type, ...headers },
  });
// The casts: the server parses its answers by the contract in tests.
const documentIn = (answer: Answer) => answer.body as QualificationDocument;
const listOf = async (as = key, query = '') =>
  ((await server.call('GET', `/api/v1/documents?${query}`, { key: as })).body as { items: QualificationDocument[] }).items;
const open = (id: string, query = '', as = key) => server.call('GET', `/api/v1/documents/${id}/file${query}`, { key: as });
const change = (id: string, body: object, as = key) => server.call('PATCH', `/api/v1/documents/${id}`, { key: as, body });
const acts = async () =>
  inMerchant((tx) => tx.selectFrom('audit_entry').select(['action', 'object_id', 'facts', 'actor_id']).orderBy('id').execute());

test('a paper is filed with its facts, and comes back byte for byte as an attachment that no browser runs', async () => {
  const bytes = pdfWith('ä'.repeat(9_000));
  const made = documentIn(
    await file({ fileName: '德国 EPR.pdf', markets: 'DE,AT', validFrom: '2026-01-01', validUntil: '2026-12-31' }, { bytes }),
  );
  expect(made).toMatchObject({
    ...{ type: 'EPR_REGISTRATION', status: 'approved', markets: ['AT', 'DE'], legalEntity: null, validFrom: '2026-01-01' },
    file: { version: 1, name: '德国 EPR.pdf', mediaType: 'application/pdf', bytes: bytes.length },
    earlierFiles: [],
  });
  expect(made.file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  // Good through New Year's Eve as Berlin has it.
  expect(made.expiresAt).toBe('2026-12-31T23:00:00.000Z');
  const opened = await fetch(`${server.url}/api/v1/documents/${made.id}/file`, { headers: { authorization: `Bearer ${key}` } });
  expect(Buffer.from(await opened.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(opened.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="___EPR.pdf"; filename*=UTF-8''%E5%BE%B7%E5%9B%BD%20EPR.pdf`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test('each look at a file is written down with who, which version and when; refused looks show nothing', async () => {
  const { id } = documentIn(await file());
  await open(id);
  await open(id, '?version=7');
  const looks = (await acts()).filter(({ action, object_id }) => action === 'document.view' && object_id === id);
  expect(looks).toMatchObject([{ facts: { type: 'EPR_REGISTRATION', version: 1 } }]);
  expect((await open(id, '?version=7')).status).toBe(404);
  const withoutRight = await server.keyWith({ scopes: ['documents:write' as Scope] });
  expect((await open(id, '', withoutRight)).status).toBe(403);
});

test('what lies about its type, is damaged or carries more than it says is refused with the reason, and nothing is kept', async () => {
  const cases: [string, Sending, Record<string, string>][] = [
    ['unknown-content', { bytes: Buffer.from('<!doctype html><script>alert(1)</script>') }, {}],
    ['not-the-declared-type', { type: 'image/png' }, { fileName: 'epr.png' }],
    ['not-the-type-of-its-name', {}, { fileName: 'epr.png' }],
    ['more-behind-the-end', { bytes: Buffer.concat([pdfWith('x'), Buffer.from('PK\x03\x04')]) }, {}],
    ['active-content', { bytes: pdfWith('/JavaScript') }, {}],
    ['empty', { bytes: Buffer.alloc(0) }, {}],
  ];
  for (const [code, sending, query] of cases) {
    const refused = await file(query, sending);
    expect(refused.status, code).toBe(422);
    expect(problemIn(refused).errors?.map((error) => error.code)).toEqual([code]);
  }
  expect(codeOf(await file({}, { type: 'text/html' }))).toBe('unsupported-media-type');
  expect(codeOf(await file({}, { type: 'multipart/form-data; boundary=x' }))).toBe('unsupported-media-type');
  expect(await listOf()).toEqual([]);
});

test('a file past 10 MB is refused, whether its length is declared or not', async () => {
  const bytes = Buffer.alloc(10 * 1024 * 1024 + 1, 32);
  expect(codeOf(await file({}, { bytes }))).toBe('body-too-large');
  const stream = new ReadableStream({
    start: (controller) => {
      for (let sent = 0; sent < bytes.length; sent += 65_536) controller.enqueue(bytes.subarray(sent, sent + 65_536));
      controller.close();
    },
  });
  const answer = await fetch(`${server.url}/api/v1/documents?${new URLSearchParams(facts)}`, {
    method: 'POST',
    body: stream,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/pdf' },
    // The cast: needed to stream, and missing from the type.
    ...({ duplex: 'half' } as object),
  });
  expect(answer.status).toBe(413);
});

test('the vault has an end, which leaves no half of a document behind', async () => {
  expect((await file({}, { bytes: pdfWith('x'.repeat(30_000)) })).status).toBe(201);
  expect(codeOf(await file({}, { bytes: pdfWith('y'.repeat(30_000)) }))).toBe('vault-full');
  const [held] = await listOf();
  const replaced = await server.call('PUT', `/api/v1/documents/${held?.id}/file?fileName=b.pdf`, {
    ...{ key, raw: pdfWith('z'.repeat(30_000)), headers: { 'content-type': 'application/pdf' } },
  });
  expect(codeOf(replaced)).toBe('vault-full');
  expect(await listOf()).toMatchObject([{ file: { version: 1 }, earlierFiles: [] }]);
});

test('a replaced file stays as an earlier version; the same file again is no version', async () => {
  const { id } = documentIn(await file({}, { bytes: pdfWith('first') }));
  const replace = (text: string, fileName: string) =>
    server.call('PUT', `/api/v1/documents/${id}/file?fileName=${fileName}`, {
      ...{ key, raw: pdfWith(text), headers: { 'content-type': 'application/pdf' } },
    });
  const second = documentIn(await replace('second', 'two.pdf'));
  expect(documentIn(await replace('second', 'two.pdf'))).toEqual(second);
  expect(second).toMatchObject({ file: { version: 2, name: 'two.pdf' }, earlierFiles: [{ version: 1, name: 'epr.pdf' }] });
  expect((await open(id)).text).toContain('second');
  expect((await open(id, '?version=1')).text).toContain('first');
});

test('facts change, and are checked against each other; a paper that is withdrawn leaves no bytes', async () => {
  const { id } = documentIn(await file({ validUntil: '2026-12-31' }));
  expect(documentIn(await change(id, { status: 'rejected', country: 'US', brand: 'Sailor' }))).toMatchObject({
    ...{ status: 'rejected', brand: 'Sailor', validUntil: '2026-12-31', expiresAt: '2027-01-01T08:00:00.000Z' },
  });
  const bad = await change(id, {
    validFrom: '2027-01-01',
    country: 'UK',
    markets: ['DE', 'EU'],
    legalEntityId: randomUUID(),
    listingIds: [randomUUID()],
  });
  expect(problemIn(bad).errors?.map(({ path }) => path)).toEqual([
    '/country',
    '/markets/1',
    '/validUntil',
    '/legalEntityId',
    '/listingIds/0',
  ]);
  expect((await server.call('DELETE', `/api/v1/documents/${id}`, { key })).status).toBe(204);
  expect((await open(id)).status).toBe(404);
  const left = await inMerchant((tx) =>
    sql<{ n: number }>`SELECT (SELECT count(*) FROM blob) + (SELECT count(*) FROM document_file) AS n`.execute(tx),
  );
  expect(left.rows[0]?.n).toBe(0);
  expect((await acts()).filter(({ object_id }) => object_id === id).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['document.create', 'document.update', 'document.remove']),
  );
});

test('the same Idempotency-Key files a paper once; with another file it is refused', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const first = await file({}, { headers });
  expect((await file({}, { headers })).body).toEqual(first.body);
  expect(codeOf(await file({}, { headers, bytes: pdfWith('another') }))).toBe('idempotency-mismatch');
  expect(await listOf()).toHaveLength(1);
});

test('the list shows what ends first at the top, page by page, narrowed by type, market and status', async () => {
  const filed = [
    ['2027-03-01', 'A'],
    ['', 'B'],
    ['2026-12-01', 'C'],
    ['', 'D'],
    ['2027-01-01', 'E'],
  ] as const;
  for (const [validUntil, brand] of filed)
    await file({ brand, ...(validUntil && { validUntil }), ...(brand === 'E' ? { markets: 'FR' } : {}) });
  const seen: (string | null)[] = [];
  for (let cursor = ''; ; ) {
    const page = await server.call('GET', `/api/v1/documents?limit=2${cursor && `&cursor=${cursor}`}`, { key });
    const { items, nextCursor } = page.body as { items: QualificationDocument[]; nextCursor: string | null };
    seen.push(...items.map(({ brand }) => brand));
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  expect([...seen.slice(0, 3), ...seen.slice(3).sort()]).toEqual(['C', 'E', 'A', 'B', 'D']);
  expect((await listOf(key, 'market=DE')).map(({ brand }) => brand).sort()).toEqual(['A', 'B', 'C', 'D']);
  expect(await listOf(key, 'type=THAI_FDA')).toEqual([]);
  expect(await listOf(key, 'status=pending')).toEqual([]);
});

test('whoever is bound to a shop sees what counts for it, and files papers for its listings only', async () => {
  const other = await buildShop(bench, server.owner.merchantId, { market: 'FR' });
  const [own, foreign] = [await buildListing(bench, shop), await buildListing(bench, other)];
  const bound = await server.keyWith({ shopIds: [shop.shopId] });
  for (const [brand, query] of [
    ['everywhere', {}],
    ['FR', { markets: 'FR' }],
    ['DE', { markets: 'DE' }],
    ['own', { listingIds: own }],
    ['foreign', { listingIds: foreign }],
  ] as const)
    await file({ brand, ...query });
  const all = await listOf();
  expect((await listOf(bound)).map(({ brand }) => brand).sort()).toEqual(['DE', 'everywhere', 'own']);
  const hidden = all.find(({ brand }) => brand === 'FR')?.id ?? '';
  expect((await open(hidden, '', bound)).status).toBe(404);
  expect((await change(hidden, { brand: 'x' }, bound)).status).toBe(404);
  expect((await change(all.find(({ brand }) => brand === 'DE')?.id ?? '', { brand: 'x' }, bound)).status).toBe(403);
  expect((await file({}, { as: bound })).status).toBe(403);
  expect((await file({ listingIds: foreign }, { as: bound })).status).toBe(422);
  expect((await file({ listingIds: own }, { as: bound })).status).toBe(201);
});

test('no byte of a file or its name lies readable in the database, in any column of any table', async () => {
  const canary = 'canary-7f3e9b';
  await file({ fileName: `${canary}.pdf` }, { bytes: pdfWith(canary.repeat(50)), headers: { 'idempotency-key': randomUUID() } });
  await withClient(server.test.access.backup, async (client) => {
    const tables = await client.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('tenant', 'system')",
    );
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ t: string }>(`SELECT t::text AS t FROM ${name} t`);
      const shown = rows.map(({ t }) => t).join('\n');
      for (const needle of [canary, Buffer.from(canary).toString('hex'), Buffer.from(canary).toString('base64').slice(0, 12)])
        expect(shown.includes(needle), `${name} shows ${needle}`).toBe(false);
    }
  });
});

test('a sealed part opens nowhere but in its own place: not as another version, part or document', async () => {
  const [one, other] = [documentIn(await file({}, { bytes: pdfWith('one') })), documentIn(await file({}, { bytes: pdfWith('two') }))];
  await inMerchant((tx) =>
    sql`UPDATE blob SET sealed = (SELECT sealed FROM blob WHERE object_id = ${one.id}::uuid) WHERE object_id = ${other.id}::uuid`.execute(
      tx,
    ),
  );
  expect((await open(other.id)).status).toBe(500);
  expect((await open(one.id)).status).toBe(200);
});
