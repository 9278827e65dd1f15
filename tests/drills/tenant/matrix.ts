/**
 * Every route of the interface, as its own document lists them, asked by each kind of caller with ids that are their own, another
 * merchant's, guessed, malformed and missing. Whatever comes back holds nothing of the other merchant, and an id of theirs reads to the letter
 * like one that never was. A new route is asked without an edit here, unless it takes a body (a line in `bodyOf`), a new path parameter (an
 * id in party.ts) or a new query parameter (a line in `QUERY`); the drill names what is missing.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Findings } from '../report.ts';
import { type Answer, type CallInput, type Client, clientWith } from '../stage/client.ts';
import { paper } from '../stage/paper.ts';
import { picture } from '../stage/picture.ts';
import { leaks } from './canaries.ts';
import { deskBodies } from './desk.ts';
import { messageBodies } from './messages.ts';
import type { Party } from './party.ts';
import { pickingBodies } from './picking.ts';
import { priceDraft } from './prices.ts';
import { returnBodies } from './returns.ts';
import { reviewRuleBodies } from './review-rules.ts';
import { reviewSyncBodies } from './review-sync.ts';
import { reviewBodies } from './reviews.ts';
import { shipmentBodies } from './shipments.ts';
import { stockBodies } from './stock-bodies.ts';
import { ratesFile, violationsFile } from './table-files.ts';
import { textBodies } from './texts.ts';

const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean() });
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(parameter),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  'x-scope': z.string().nullable(),
});
const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });

export type Route = {
  id: string;
  method: string;
  path: string;
  pathIds: string[];
  query: string[];
  hasBody: boolean;
  /** The media type of a body that is a file and not JSON. */
  fileType: string | null;
  scope: string | null;
  repeats: boolean;
};

export async function routesOf(client: Client): Promise<Route[]> {
  const { paths } = document.parse(JSON.parse((await client.raw('/api/v1/openapi.json')).text));
  return Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([method, found]) => ({
      id: found.operationId,
      method: method.toUpperCase(),
      path: path.startsWith('/api/') ? path : `/api/v1${path}`,
      pathIds: found.parameters.filter((one) => one.in === 'path').map((one) => one.name),
      query: found.parameters.filter((one) => one.in === 'query').map((one) => one.name),
      hasBody: found.requestBody !== undefined,
      fileType: Object.keys(found.requestBody?.content ?? {}).find((type) => type !== 'application/json') ?? null,
      scope: found['x-scope'],
      repeats: found.parameters.some((one) => one.name === 'Idempotency-Key'),
    })),
  );
}

type Ids = Readonly<Record<string, string>>;
/** Path parameters that name nothing of a merchant's: rules, markets and ways to ship are everybody's. */
const COMMON: Ids = {
  policyId: 'shop-binding',
  metric: 'late-dispatch',
  serviceMetric: 'reply-24h',
  market: 'GB',
  path: 'seller',
  validFrom: '2026-12-01',
  step: 'choose',
  code: 'SHELF-7',
};
type Given = { ids: Ids; state: string };

/** And for prices; a rule begins on another day each time. */
const priceBodies = (ids: Ids): Record<string, unknown> => {
  const draft = priceDraft(ids.productId ?? '', randomDay());
  return {
    'price-rules.create': draft,
    'price-rules.set': draft,
    'price-previews.create': { draft, shopIds: [ids.shopId] },
    'price-applications.create': {
      prices: [{ variantId: ids.variantId, shopId: ids.shopId, price: { amount: 1, currency: 'GBP' } }],
    },
  };
};
const randomDay = (): string => new Date(Date.UTC(2000, 0, 1 + randomInt(70_000))).toISOString().slice(0, 10);

/** The same for the merchant's own goods. */
const goodsBodies = (label: string, ids: Ids): Record<string, unknown> => ({
  'products.create': { code: label, title: label, variants: [{ sku: label }] },
  'products.change': {
    ...{ version: 1, code: label, title: label, description: '', category: null, brand: null, materials: [], optionNames: [] },
    ...{ attributes: {}, status: 'active', variants: [] },
  },
  'products.change-many': { productIds: [ids.productId], status: 'active' },
  'product-groups.create': { name: label },
  'product-groups.change': { version: 1, name: label },
  'product-rows.save': { products: [{ productId: ids.productId, version: 1, cells: { brand: label } }] },
  'variant-costs.set': { cost: { amount: 1250, currency: 'CNY' } },
  'product-media.create': picture(),
  'product-media.order': { mediaIds: [ids.mediaId] },
  'listing-matches.set': { matches: [{ listingId: ids.listingId, channelSkuId: '1', variantId: ids.variantId }] },
  'product-imports.create': `sku,title\n${label},made\n`,
  'product-imports.check': { headRow: 1, mapping: ['sku', 'title'] },
  'publication-runs.create': { productIds: [ids.productId], shopIds: [ids.shopId] },
  'publication-runs.update': { isGlobal: false },
  'publication-runs.fill': { shopId: ids.shopId, price: 1_999, quantity: 3 },
  'publications.submit': { publicationIds: [ids.publicationId] },
  'publications.update': { title: label, papers: [] },
  'publication-drifts.resolve': { foundAt: '2026-12-01T00:00:00Z', choices: [{ field: 'title', subject: null, keep: 'theirs' }] },
  'publication-changes.send': { publicationIds: [ids.publicationId] },
  'listing-switches.create': { listingIds: [ids.listingId], isOn: false },
  'listing-copies.create': { listingIds: [ids.listingId], shopIds: [ids.shopId] },
});

/** A body that would be accepted if its ids were the caller's own. What it makes is named after a number, so that it is made anew. */
function bodyOf(route: Route, { ids, state }: Given): unknown {
  const label = `made ${randomUUID().slice(0, 8)}`;
  const bodies: Record<string, unknown> = {
    'legal-entities.create': { name: label, jurisdiction: 'CN' },
    'shop-authorizations.create': { channel: 'tiktok-shop', market: 'GB', legalEntityId: ids.legalEntityId },
    'shop-authorizations.complete': { code: 'TTP_code-of-nobody', state },
    'members.create': { name: label, email: `${label.replace(' ', '-')}@drill.example`, role: 'viewer', shopIds: [ids.shopId] },
    'invitations.create': { email: `${label.replace(' ', '-')}@drill.example`, role: 'viewer', shopIds: [ids.shopId] },
    'profile.update': { language: 'en' },
    'members.update': { role: 'viewer', shopIds: [ids.shopId] },
    'api-keys.create': { name: label, scopes: ['orders:read'], shopIds: [ids.shopId] },
    'fx-rates.set': { rates: [{ currency: 'SEK', on: '2026-12-01', perEuro: '11.5' }] },
    'buyer-erasures.create': { orderId: ids.orderId },
    'saved-views.create': { page: 'orders', name: label, search: { status: 'delivered' }, isShared: true },
    'saved-views.update': { name: label },
    'saved-views.choose': { isDefault: true },
    'notifications.read-all': { until: '2026-12-14T12:00:00Z' },
    'notification-preferences.set': { muted: ['rates-stale'] },
    'documents.create': paper(label),
    'documents.replace-file': paper(label),
    'documents.update': { legalEntityId: ids.legalEntityId, listingIds: [ids.listingId] },
    'compliance-rules.create': { market: 'GB', documentType: `MADE_${label.slice(-8).toUpperCase()}`, from: '2026-12-01' },
    'openings.create': {
      ...{ sourceShopId: ids.shopId, targetMarket: 'PH', legalEntityId: ids.legalEntityId },
      documentIds: [ids.openingPaperId],
    },
    'openings.update': { legalEntityId: ids.legalEntityId, documentIds: [ids.openingPaperId] },
    'policies.evaluate': { merchantEntities: [], shopEntity: label, asOf: '2026-12-01T00:00:00Z' },
    'violations.note': { note: label },
    'appeals.create': { violationId: ids.violationId, text: label },
    'appeal-evidence.create': paper(label),
    'violation-imports.create': violationsFile(ids.channelShopId ?? ''),
    'shipment-number-imports.create': 'order_id,carrier,tracking_number\nNONE,Nobody,AB12345678\n',
    'dispatch-times.set': { allowed: { hours: 48 }, restDays: [0], holidays: [] },
    'performance.replay': { policy: 'late-dispatch', shopIds: [ids.shopId], days: 30, table: { limitPerMille: 40, rows: [] } },
    'rate-cards.set': { commissions: [{ category: 'bags', share: 0.05 }], payments: [], routes: [] },
    'rate-card-imports.create': ratesFile(ids.channelShopId ?? ''),
    'fee-calculations.create': { orderId: ids.orderId, paymentChannel: 'stripe' },
    'tax-ids.set': { promptedOn: '2026-11-30', filedOn: null },
    // A category of the platform's that no rule knows; it is nobody's secret.
    'category-mappings.set': { channel: 'tiktok-shop', channelCategory: 'Health › Massage', category: 'not-regulated' },
    'us-to-mexico.set-seller': {
      ...{ origin: 'us-local', shopPerformanceScore: null, dispatchDays: 2, leadTimeDays: 30, shipFrom: 'US' },
      ...{ invitedCategories: [], qualifications: [] },
    },
    'us-to-mexico.mark': { matching: {}, rhythm: 'trial' },
    'us-to-mexico.set-step': { isDone: true },
    'us-to-mexico.describe': {
      ...{ listingIds: [ids.listingId], weightG: 200, fragile: false, madeToOrder: false, freightShare: 0.1 },
      ...{ dropShipped: false, stockCounted: true, buysAfterOrder: false, contentScore: 80 },
    },
    'eu-local-hosted.save': {
      ...{ entityJurisdiction: 'CN', invited: false, stockCountries: ['PL'], shipToCountry: 'DE', vatCountries: ['DE'], documentIds: [] },
    },
    'eu-local-hosted.set-stage': { stage: 'incubation' },
    ...stockBodies(ids, label),
    ...pickingBodies(ids, label),
    ...shipmentBodies(ids),
    ...returnBodies(ids, label),
    ...{ ...reviewRuleBodies(ids, label), ...messageBodies(ids, label), ...reviewSyncBodies(ids), ...reviewBodies(ids, label) },
    'programme-applications.create': { programme: 'eu-local-hosted', shopId: ids.shopId },
    'local-payments.set': { methods: ['card'] },
    ...goodsBodies(label, ids),
    ...priceBodies(ids),
    ...textBodies(ids, label),
    ...deskBodies(ids, label),
    'fx-rates.import': { csv: 'currency,on,perEuro\nSEK,2026-12-02,11.6\n' },
  };
  return Object.hasOwn(bodies, route.id) ? bodies[route.id] : undefined;
}

const PAPER = { fileName: 'paper.pdf', type: 'EPR_REGISTRATION', country: 'DE' };
const NEEDED_QUERY: Readonly<Record<string, string>> = { from: '2026-12-01', to: '2027-06-30', format: 'csv', page: 'orders', ...PAPER };
/** Query parameters that name nothing of a merchant's; `shopIds`, `cursor` and the searches are played with the other's. */
const QUERY = new Set([
  ...Object.keys(NEEDED_QUERY),
  ...['shopIds', 'cursor', 'q', 'channelOrderId', 'limit', 'market', 'state', 'status', 'createdFrom', 'createdTo', 'timeZone', 'sort'],
  ...['currency', 'language', 'action', 'unread', 'area', 'reason', 'metric', 'part', 'legalEntityId', 'listingIds'],
  ...['brand', 'brandOwner', 'markets', 'category', 'validFrom', 'validUntil', 'version', 'isPreview', 'jurisdiction'],
  ...['rhythm', 'programme', 'shopId', 'missing', 'verdict', 'size', 'sku', 'show', 'variantId', 'warehouseId', 'runId', 'kind'],
  ...['groupId', 'publicationId', 'productIds', 'productId', 'waveId', 'prices', 'orderId', 'channelProductId'],
  ...[
    'bucket',
    'tag',
    'carrier',
    'assigneeId',
    'amountFrom',
    'amountTo',
    'confirmsWarnings',
    'outcome',
    'days',
    'isWaiting',
    'isUnread',
    'isAside',
    'labelId',
    'by',
    'rating',
    'theme',
  ],
]);

/** What a route refuses to answer without. */
export const neededQuery = (route: Route): [string, string][] => [
  ...Object.entries(NEEDED_QUERY).filter(([name]) => route.query.includes(name)),
  // Every other search answers without words too.
  ...(route.id === 'messages.search' ? [['q', 'secret'] satisfies [string, string]] : []),
];

/** With ids in the places of its parameters. */
export const pathOf = (route: Route, ids: Ids): string =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(COMMON[name] ?? ids[name] ?? ''));

function requestOf(route: Route, given: Given): { path: string; input: CallInput } {
  const path = pathOf(route, given.ids);
  const query = new URLSearchParams(neededQuery(route));
  if (route.query.includes('shopIds') && given.ids.shopId) query.set('shopIds', given.ids.shopId);
  if (route.query.includes('shopId') && given.ids.shopId) query.set('shopId', given.ids.shopId);
  for (const name of ['variantId', 'warehouseId', 'runId', 'groupId', 'publicationId', 'productId', 'waveId', 'channelProductId'])
    if (route.query.includes(name)) query.set(name, given.ids[name] ?? '');
  if (route.query.includes('legalEntityId') && given.ids.legalEntityId) query.set('legalEntityId', given.ids.legalEntityId);
  if (route.query.includes('productIds') && given.ids.productId) query.set('productIds', given.ids.productId);
  if (route.query.includes('listingIds') && given.ids.listingId) query.set('listingIds', given.ids.listingId);
  const body = route.hasBody ? bodyOf(route, given) : undefined;
  const headers = route.fileType ? { headers: { 'content-type': route.fileType } } : {};
  return {
    path: query.size > 0 ? `${path}?${query}` : path,
    input: { method: route.method, ...headers, ...(body === undefined ? {} : { body }) },
  };
}

/** Calls that end something of the caller's own, or that can be made once, played with own ids at the very end only. */
export const ENDING = new Set([
  'shops.unbind',
  'members.remove',
  'api-keys.revoke',
  'shop-authorizations.complete',
  'invitations.revoke',
  'saved-views.remove',
  'sessions.end',
  'sessions.end-others',
  'buyer-erasures.create',
  'documents.remove',
  'compliance-rules.remove',
  'appeals.create',
  'appeal-evidence.remove',
  'return-answers.create',
  'return-evidence.create',
  'return-receipts.create',
  'order-refunds.create',
  'order-cancellations.create',
  'return-rules.set',
  'return-rules.switch',
  'return-rules.try',
  'review-rules.set',
  'review-rules.switch',
  'review-rules.arrange',
  'review-rules.remove',
  'review-links.create',
  'review-links.remove',
  'review-displays.publish',
  'review-displays.withdraw',
  'review-dry-runs.create',
  'blacklist.remove',
  'outgoing-messages.retry',
  'outgoing-messages.discard',
  'review-replies.create',
  'review-replies.discard',
  'conversation-notes.remove',
  'conversation-labels.remove',
  'conversations.take-label',
  'assignment-rules.set',
  'assignment-rules.arrange',
  'assignment-rules.remove',
  'inbox-macros.remove',
  'working-hours.remove',
  'saved-replies.remove',
  'knowledge-entries.remove',
  'rate-cards.remove',
  'openings.submit',
  'openings.remove',
  'programme-applications.create',
  'price-rules.remove',
  'price-applications.create',
  'publication-runs.fill',
  'publication-runs.submit',
  'publications.submit',
  'listing-copies.create',
  'listing-switches.create',
  'publication-changes.send',
  'publication-drifts.resolve',
  'product-media.remove',
  'product-media.order',
  'product-rows.save',
  'product-groups.change',
  'product-groups.remove',
  'product-imports.check',
  'product-imports.apply',
  'product-imports.cancel',
  'product-imports.undo',
  'product-texts.approve',
  'translation-entries.remove',
  'text-runs.cancel',
  'pick-waves.create',
  'pick-wave-orders.change',
  'pick-scans.undo',
  'label-runs.retry',
  'label-runs.file',
]);
const MALFORMED = ['not-a-uuid', '%00', "' OR true --", '../../me', 'ffffffff-ffff-ffff-ffff-fffffffffffff'];

/** Platforms number their shops. */
const NO_SHOP = '749000000000000001';

export type Match = { one: Party; other: Party; routes: readonly Route[]; findings: Findings; canaries: ReadonlySet<string> };

export async function playMatrix(match: Match): Promise<void> {
  for (const route of match.routes) {
    match.findings.holds('the drill knows a body for it', route.id, {
      is: !route.hasBody || bodyOf(route, { ids: match.one.ids, state: '' }) !== undefined,
      seen: 'none',
      wanted: 'a line in bodyOf',
    });
    const unknown = [
      ...route.pathIds
        .filter((name) => !COMMON[name] && !match.one.ids[name])
        .map((name) => `{${name}} in its path: give the parties such an id in party.ts`),
      ...route.query
        .filter((name) => !QUERY.has(name))
        .map((name) => `${name} in its query: add it to QUERY, and a story if it names an object`),
    ];
    match.findings.same('the drill knows every parameter', route.id, { ours: unknown, theirs: [] });
    await askByScope(match, route);
    for (const [who, client] of Object.entries(match.one.callers)) await askAll(match, { route, who, client });
    await askUnknown(match, route);
  }
}

/** A key with the route's scope alone is let in and sees nothing foreign; one with every other scope is not. */
async function askByScope(match: Match, route: Route): Promise<void> {
  const { one, other, findings } = match;
  if (route.scope === null) return;
  const { path, input } = requestOf(route, { ids: other.ids, state: other.state });
  const alone = one.scoped[route.scope]?.alone;
  const without = one.scoped[route.scope]?.without;
  findings.holds('there is a key for the scope', route.scope, { is: alone !== undefined, seen: 'none', wanted: 'a key in party.ts' });
  if (!alone || !without) return;
  const [right, wrong] = [await alone.raw(path, input), await without.raw(path, input)];
  findings.holds('its scope opens it', route.id, {
    // A key may be refused for handing on more than it has; that is not its scope.
    is: right.status !== 401 && right.status < 500 && !right.text.includes('needs the scope'),
    seen: right.status,
    wanted: 'not 403',
  });
  findings.same('no other scope opens it', route.id, { ours: wrong.status, theirs: 403 });
  const sent = Object.values(other.ids);
  for (const answer of [right, wrong]) clean(match, { where: `${route.id} by scope`, answer, sent });
}

type Asking = { route: Route; who: string; client: Client };

async function askAll(match: Match, { route, who, client }: Asking): Promise<void> {
  const { one, other, findings } = match;
  const where = `${who} of ${one.name}: ${route.id}`;
  const ask = (given: Given): Promise<Answer> => {
    const { path, input } = requestOf(route, given);
    return client.raw(path, input);
  };
  if (!ENDING.has(route.id)) {
    const own = await ask({ ids: one.ids, state: one.state });
    clean(match, { where: `${where}, own`, answer: own });
    const isOpen = own.status < 300 || ((who === 'limitedKey' || who === 'key') && [403, 404, 409, 422].includes(own.status));
    findings.holds('own ids are answered', where, { is: isOpen, seen: own.status, wanted: 'a good answer' });
  }
  const takesIds = route.pathIds.length > 0 || route.query.includes('shopIds') || route.query.includes('shopId') || route.hasBody;
  if (!takesIds) return;
  const nobody: Ids = Object.fromEntries(Object.keys(one.ids).map((name) => [name, name === 'channelShopId' ? NO_SHOP : randomUUID()]));
  const foreign = await ask({ ids: other.ids, state: other.state });
  const guessed = await ask({ ids: nobody, state: other.state });
  clean(match, { where: `${where}, foreign`, answer: foreign, sent: Object.values(other.ids) });
  findings.same('a foreign id reads like none', where, { ours: plain(foreign, other.ids), theirs: plain(guessed, nobody) });
  for (const text of MALFORMED) {
    const answer = await ask({ ids: Object.fromEntries(Object.keys(one.ids).map((name) => [name, text])), state: text });
    clean(match, { where: `${where}, malformed`, answer });
    findings.holds('malformed ids are refused as such', `${where} ${text}`, {
      is: answer.status < 500,
      seen: answer.status,
      wanted: '4xx',
    });
  }
  const missing = await ask({ ids: {}, state: '' });
  clean(match, { where: `${where}, missing`, answer: missing });
  findings.holds('missing ids are refused as such', where, { is: missing.status < 500, seen: missing.status, wanted: 'below 500' });
}

async function askUnknown(match: Match, route: Route): Promise<void> {
  const { path, input } = requestOf(route, { ids: match.other.ids, state: match.other.state });
  for (const headers of [{}, { authorization: 'Bearer twk_nobody' }, { cookie: 'tradewind.session_token=nobody' }]) {
    const answer = await clientWith(match.one.callers.session.url, headers).raw(path, input);
    match.findings.same('without a caller: refused', route.id, { ours: answer.status, theirs: 401 });
    clean(match, { where: `${route.id}, nobody`, answer, sent: Object.values(match.other.ids) });
  }
}

/** `sent`: what the caller itself said; an echo of it tells nothing. */
type Seen = { where: string; answer: Answer; sent?: readonly string[] };

/** For the stories: a route's own body, as its owner would send it. */
export const ownRequest = (route: Route, party: Party): { path: string; input: CallInput } =>
  requestOf(route, { ids: party.ids, state: party.state });

export function clean({ findings, canaries }: Pick<Match, 'findings' | 'canaries'>, { where, answer, sent = [] }: Seen): void {
  findings.same('nothing of another merchant', where, { ours: leaks(ownWords(answer), canaries, sent).slice(0, 3), theirs: [] });
}

/** Of whom an account is linked to, the platform itself tells number and name; whose shop of ours it is, it does not. */
function ownWords(answer: Answer): Answer {
  if (!answer.text.includes('"linkedAccounts"')) return answer;
  const text = JSON.stringify(JSON.parse(answer.text), (key, value) =>
    key === 'linkedAccounts' && Array.isArray(value) ? value.map(({ shopId }) => shopId) : value,
  );
  return { ...answer, text };
}

/** Status and body without what differs in any two answers: the request's id, the ids sent, and what was made just now. */
function plain(answer: Answer, ids: Ids): string {
  const sent = Object.values(ids).filter((id) => id !== '');
  const body = sent.reduce((text, id) => text.replaceAll(id, '{id}'), answer.text);
  return `${answer.status} ${body
    .replaceAll(/"(requestId|dataAsOf|state|authorizeUrl|id|key|prefix|password|token|createdAt|updatedAt|expiresAt)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/made[ -][0-9a-f]{8}|MADE_[0-9A-F]{8}/g, 'made')}`;
}

/** The caller's own ending calls, once, so that refusing others is not mistaken for refusing all. */
export async function playEndings({ one, routes, findings }: Match): Promise<void> {
  for (const id of [
    'members.remove',
    'invitations.revoke',
    'api-keys.revoke',
    'saved-views.remove',
    'documents.remove',
    'compliance-rules.remove',
    'openings.remove',
    'review-rules.remove',
    'review-links.create',
    'review-displays.publish',
    'review-displays.withdraw',
    'review-links.remove',
    'blacklist.remove',
    'product-media.remove',
    'product-groups.remove',
    'product-imports.check',
    'programme-applications.create',
    'appeals.create',
    'appeal-evidence.remove',
    'buyer-erasures.create',
    'shops.unbind',
  ]) {
    const route = routes.find((found) => found.id === id);
    if (!route) continue;
    const { path, input } = requestOf(route, { ids: one.ids, state: one.state });
    const { status } = await one.callers.session.raw(path, input);
    findings.holds('own ids are answered', `session of ${one.name}: ${id}`, { is: status < 300, seen: status, wanted: 'a good answer' });
  }
}
