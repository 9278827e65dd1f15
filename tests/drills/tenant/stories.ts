/** Ways around the matrix: cursors, searches, keys of repetition, consents, webhooks, live hints, meters and logs. */
import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Client } from '../stage/client.ts';
import { sleep } from '../stage/program.ts';
import type { Stage } from '../stage/stage.ts';
import { clean, ENDING, type Match, neededQuery, ownRequest, pathOf } from './matrix.ts';

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** A cursor of the other's list says at most where to go on in one's own. */
export async function playCursors(match: Match): Promise<void> {
  for (const route of match.routes.filter((one) => one.query.includes('cursor'))) {
    const needed = neededQuery(route)
      .map((pair) => `&${pair.join('=')}`)
      .join('');
    const theirs = await match.other.callers.session.raw(`${pathOf(route, match.other.ids)}?limit=1${needed}`);
    const { nextCursor } = page.parse(JSON.parse(theirs.text));
    if (nextCursor === null) continue;
    for (const [who, client] of Object.entries(match.one.callers)) {
      const answer = await client.raw(`${pathOf(route, match.one.ids)}?limit=200&cursor=${nextCursor}${needed}`);
      clean(match, { where: `${who} of ${match.one.name}: ${route.id} with a foreign cursor`, answer });
      const is = answer.status === 200 || (answer.status < 500 && answer.status >= 400);
      match.findings.holds('a foreign cursor', route.id, { is, seen: answer.status, wanted: 'a page or a refusal' });
    }
  }
}

export async function playSearches(match: Match): Promise<void> {
  const { one, other, findings } = match;
  const words = other.searches.filter((word) => match.canaries.has(word)).slice(0, 40);
  findings.holds('there is something to search for', one.name, { is: words.length > 5, seen: words.length, wanted: 'more than 5' });
  for (const word of words) {
    for (const query of [`q=${encodeURIComponent(word)}`, `channelOrderId=${encodeURIComponent(word)}`]) {
      const mine = await one.callers.key.raw(`/api/v1/orders?${query}`);
      const isNothing = mine.status === 422 || (mine.status === 200 && page.parse(JSON.parse(mine.text)).items.length === 0);
      findings.holds('a search for the other’s finds nothing', query, { is: isNothing, seen: mine.text.slice(0, 80), wanted: 'no items' });
      clean(match, { where: `search ${query}`, answer: mine, sent: [word] });
    }
    const theirs = await other.callers.session.raw(`/api/v1/orders?q=${encodeURIComponent(word)}`);
    const found = theirs.status === 200 ? page.parse(JSON.parse(theirs.text)).items.length : 0;
    findings.holds('its owner finds it', word.length > 30 ? 'a long one' : word, { is: found > 0, seen: found, wanted: 'some' });
  }
}

const made = z.looseObject({ id: z.string() });

/** One merchant's key of repetition is not another's: on every route that honours them, the same key makes a thing of each one's own. */
export async function playRepetition(match: Match): Promise<void> {
  const { one, other, findings } = match;
  const repeating = match.routes.filter((route) => route.repeats && !ENDING.has(route.id));
  findings.holds('there are routes to repeat', one.name, { is: repeating.length > 0, seen: repeating.length, wanted: 'some' });
  for (const route of repeating) {
    const headers = { 'idempotency-key': randomUUID() };
    const ask = (who: Match['one'], request: ReturnType<typeof ownRequest>) =>
      who.callers.session.raw(request.path, { ...request.input, headers: { ...request.input.headers, ...headers } });
    const mine = ownRequest(route, one);
    const [first, again, theirs] = [await ask(one, mine), await ask(one, mine), await ask(other, ownRequest(route, other))];
    findings.same('repeated: the same answer', `${one.name} ${route.id}`, { ours: again.text, theirs: first.text });
    findings.same('a foreign key of repetition', `${other.name} ${route.id}`, { ours: theirs.status, theirs: first.status });
    const [ours, foreign] = [made.safeParse(JSON.parse(first.text)).data?.id, made.safeParse(JSON.parse(theirs.text)).data?.id];
    findings.holds('a foreign key of repetition makes another thing', `${other.name} ${route.id}`, {
      is: ours !== undefined && ours !== foreign,
      seen: foreign,
      wanted: 'an id of its own',
    });
    const stolen = await ask(other, mine);
    findings.same('the other’s request under one’s own key is another request', `${other.name} ${route.id}`, {
      ours: stolen.status,
      theirs: 409,
    });
    clean(match, { where: `${route.id} repeated`, answer: first });
  }
}

/** The browser that comes back with the other's state, or with a state of one's own that another person asked for, ends nothing. */
export async function playForeignState(match: Match): Promise<void> {
  const { one, other, findings } = match;
  const status = async (): Promise<string> =>
    (await other.callers.session.raw(`/api/v1/shop-authorizations/${other.ids.authorizationId}`)).text;
  const before = await status();
  for (const [who, client] of Object.entries(one.callers)) {
    const answer = await client.raw(`/oauth/tiktok-shop/callback?code=TTP_x&state=${encodeURIComponent(other.state)}`);
    findings.same('a foreign state leads to the shops page', `${who} of ${one.name}`, {
      ours: [answer.status, answer.headers.get('location')?.split('?')[0]],
      theirs: [302, '/shops'],
    });
    clean(match, { where: `${who}: a foreign state`, answer, sent: [other.state, other.ids.authorizationId ?? ''] });
  }
  findings.same('a foreign state ends nothing', other.name, { ours: await status(), theirs: before });
}

const begun = z.object({ id: z.string(), state: z.string() });
const ended = z.object({
  status: z.string(),
  failureCode: z.string().nullable(),
  shopIds: z.array(z.string()),
  refused: z.array(z.object({ code: z.string() })),
});

/** A consent that covers the other's shops binds none of them, and says no more than that they are not to be had. */
export async function playForeignConsent(match: Match, { sandbox }: Stage): Promise<void> {
  const { one, other, findings } = match;
  const { session } = one.callers;
  const request = await session.call(begun, '/shop-authorizations', {
    body: { channel: 'tiktok-shop', market: other.shops[0]?.market ?? 'GB', legalEntityId: one.ids.legalEntityId },
  });
  const code = await sandbox.grant(other.seller.id);
  let answer = await session.raw(`/api/v1/shop-authorizations/${request.id}/complete`, { body: { code, state: request.state } });
  for (let waits = 0; waits < 100 && answer.text.includes('"completing"'); waits += 1) {
    await sleep(100);
    answer = await session.raw(`/api/v1/shop-authorizations/${request.id}`);
  }
  const end = ended.parse(JSON.parse(answer.text));
  findings.same('a foreign shop is not bound', one.name, { ours: [end.status, end.shopIds], theirs: ['failed', []] });
  const codes = [...new Set(end.refused.map((shop) => shop.code))];
  findings.same('and says why in one word', one.name, { ours: codes, theirs: ['shop-not-available'] });
  // The consent page showed these names to whoever consented; they tell nothing of the other merchant here.
  clean(match, { where: `${one.name} binds a foreign shop`, answer, sent: other.seller.shops.map((shop) => shop.name) });
}

/** A genuine webhook for the other's shop that names one's own order: nothing of it may come to the other. */
export async function playForeignWebhook(match: Match, stage: Stage): Promise<void> {
  const { one, other, findings } = match;
  const { appKey, appSecret } = stage.platform;
  const orderId = one.searches.find((word) => /^\d{15,}$/.test(word)) ?? '';
  const send = async (shopId: string) => {
    const body = JSON.stringify({
      type: 1,
      tts_notification_id: randomUUID(),
      shop_id: shopId,
      timestamp: Math.floor((await stage.sandbox.state()).now / 1000),
      data: { order_id: orderId, order_status: 'AWAITING_SHIPMENT', update_time: 1 },
    });
    const authorization = createHmac('sha256', appSecret)
      .update(appKey + body)
      .digest('hex');
    const answer = await fetch(`${stage.workbench.url}/hooks/tiktok-shop`, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': 'application/json' },
    });
    return `${answer.status} ${await answer.text()}`;
  };
  const [bound, unknown] = [await send(other.shops[0]?.channelShopId ?? ''), await send('7000000000000000001')];
  findings.same('a webhook tells nobody which shops are bound', other.name, { ours: bound, theirs: unknown });
  await stage.sandbox.advance(30_000);
  const found = page.parse(JSON.parse((await other.callers.session.raw(`/api/v1/orders?channelOrderId=${orderId}`)).text));
  findings.same('a webhook brings nobody a foreign order', other.name, { ours: found.items.length, theirs: 0 });
}

/** Live hints of both, while both have orders: each hears of their own shops and of nothing else. */
export async function playHints(match: Match, stage: Stage): Promise<void> {
  const { one, other, findings } = match;
  const streams = Object.entries(one.callers).map(([who, client]) => ({ who, stream: listen(client) }));
  await sleep(300);
  for (const party of [one, other])
    for (const shop of party.shops) await stage.sandbox.orders({ shopId: shop.channelShopId, count: 2, status: 'AWAITING_SHIPMENT' });
  await stage.sandbox.advance(30_000);
  await sleep(1_000);
  const [first, second] = one.shops;
  for (const { who, stream } of streams) {
    const text = await stream.end();
    const where = `${who} of ${one.name}: events`;
    findings.holds('hears of its own', where, { is: text.includes(first?.id ?? '?'), seen: text.slice(0, 200), wanted: first?.id });
    for (const shop of other.shops)
      findings.holds('hears of no other', where, { is: !text.includes(shop.id), seen: 'a foreign shop', wanted: 'none' });
    if (who === 'limitedKey' && second)
      findings.holds('hears of no shop beyond its own', where, { is: !text.includes(second.id), seen: second.id, wanted: 'none' });
    clean(match, { where, answer: { status: 200, text, headers: new Headers() } });
  }
}

function listen(client: Client): { end(): Promise<string> } {
  const stop = new AbortController();
  let text = '';
  const done = (async () => {
    const answer = await fetch(`${client.url}/api/v1/events`, { headers: client.headers, signal: stop.signal });
    const decoder = new TextDecoder();
    for await (const piece of answer.body ?? []) text += decoder.decode(piece, { stream: true });
  })().catch(() => undefined);
  return {
    end: async () => {
      stop.abort();
      await done;
      return text;
    },
  };
}

/** What belongs to nobody's answer: meters, documents, and the log, where no buyer and no merchant's word may stand. */
export async function playOutside(match: Match, stage: Stage): Promise<void> {
  const nobody = await Promise.all(
    ['/metrics', '/readyz', '/api/docs', '/api/v1/openapi.json', '/nowhere', '/api/v1/nowhere'].map((one) =>
      match.one.callers.session.raw(one),
    ),
  );
  for (const answer of nobody) clean(match, { where: 'outside the interface', answer });
  const personal = [...match.one.searches, ...match.other.searches].filter((word) => !/^\d+$/.test(word));
  const folder = path.join(stage.folder, 'logs');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const found = personal.filter((word) => text.includes(word));
    match.findings.same('no buyer and no SKU in the log', file, { ours: found.slice(0, 3), theirs: [] });
  }
}
