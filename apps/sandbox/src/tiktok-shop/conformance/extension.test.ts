import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSimulation } from '../../world/simulation.ts';
import { DAY, HOUR, MINUTE } from '../../world/zone.ts';
import { type Answer, type Call, ENDS_AT, firstSeller, NO_FAULTS, type Stage, shopsOf, stage } from './client.ts';

/** What the seller centre shows and no real API offers, asked like the rest; in a troubled world, so that there is something to see. */
let set: Stage;
let token: string;
beforeAll(async () => {
  const sim = createSimulation({
    seed: 7,
    merchants: 1,
    shops: 7,
    days: 40,
    ordersPerShopDay: 15,
    endsAt: ENDS_AT,
    clock: 'virtual',
    troubled: true,
  });
  set = stage({ sim });
});
/** An access token lives seven days, and some of these stories take longer. */
const advance = async (ms: number): Promise<void> => {
  await set.sim.advance(ms);
  token = await set.token();
};
beforeEach(() => advance(0));
afterAll(() => set.close());
afterEach(() => {
  set.faults.current = NO_FAULTS;
});

const shopIn = (market: string) => {
  const shop = shopsOf(set.sim).find((one) => one.market === market);
  if (!shop) throw new Error(`no shop in ${market}`);
  return shop;
};
const ask = (call: Call, market: string): Promise<Answer> =>
  set.call({ token, ...call, query: { shop_cipher: shopIn(market).cipher, ...call.query } });
const extension = (name: string): string => `/sandbox-extension/${name}`;
const post = (name: string, body: object): Call => ({ path: extension(name), method: 'POST', body: JSON.stringify(body) });

const Page = z.object({ items: z.array(z.looseObject({ id: z.string() })), next_page_token: z.string(), total_count: z.number() });

async function readAll(name: string, market: string, size = '3') {
  const items: z.output<typeof Page>['items'] = [];
  for (let next: string | null = ''; next !== null; ) {
    const query: Record<string, string> = { page_size: size, ...(next ? { page_token: next } : {}) };
    const page = Page.parse((await ask({ path: extension(name), query }, market)).data);
    items.push(...page.items);
    next = page.next_page_token === '' ? null : page.next_page_token;
  }
  return items;
}

describe('answers to reviews', () => {
  test('once, in public, while the review stands; refused otherwise', async () => {
    const { reviews } = set.sim.lists(shopIn('GB').id);
    const standing = reviews.find(({ withdrawnAt, reply }) => withdrawnAt === null && reply === null);
    const withdrawn = reviews.find(({ withdrawnAt }) => withdrawnAt !== null);
    const answer = (id: string | undefined, text: string) => ask(post(`reviews/${id}/reply`, { text }), 'GB');
    const first = await answer(standing?.id, 'Thank you, we are glad.');
    expect(first.data).toMatchObject({ id: standing?.id, status: 'PUBLISHED', reply: { text: 'Thank you, we are glad.' } });
    expect(standing).toMatchObject({ reply: { text: 'Thank you, we are glad.' }, updatedAt: standing?.reply?.at });
    expect((await answer(standing?.id, 'Again')).code).toBe(99004002);
    if (withdrawn) expect((await answer(withdrawn.id, 'Come back')).code).toBe(99004003);
    expect((await answer('1', 'Nobody')).code).toBe(99004001);
    expect((await answer(standing?.id, '')).code).toBe(36009004);
    expect((await ask(post(`reviews/${standing?.id}/reply`, { text: 'Other shop' }), 'US')).code).toBe(99004001);
    expect(standing?.reply?.text).toBe('Thank you, we are glad.');
  });
});

describe('lists', () => {
  const rows: [string, string, () => number][] = [
    ['reviews', 'GB', () => set.sim.lists(shopIn('GB').id).reviews.length],
    ['disputes', 'TH', () => set.sim.lists(shopIn('TH').id).returns.filter(({ dispute }) => dispute !== null).length],
    ['violations', 'GB', () => set.sim.lists(shopIn('GB').id).violations.length],
    ['appeals', 'JP', () => 1],
    ['balance-holds', 'JP', () => 1],
    ['linked-accounts', 'US', () => 7],
  ];
  test.each(rows)('%s come page by page, each once, oldest change first', async (name, market, count) => {
    const items = await readAll(name, market);
    expect(items).toHaveLength(count());
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    const times = items.map((item) => Number(item.update_time ?? 0));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('restrictions come with the points they follow from', async () => {
    const answer = await ask({ path: extension('restrictions') }, 'GB');
    expect(answer.data).toMatchObject({ points: 28, is_revoked: false });
    const codes = Page.parse(answer.data).items.map(({ code, node }) => `${node} ${code}`);
    expect(codes).toContain('24 NO_PUBLISHING');
  });

  test('a window by update time leaves out what did not change in it', async () => {
    const all = await readAll('violations', 'GB', '100');
    const from = String(all[2]?.update_time);
    const later = Page.parse((await ask({ path: extension('violations'), query: { page_size: '100', update_time_ge: from } }, 'GB')).data);
    expect(later.items).toEqual(all.slice(2));
  });

  test('are signed, scoped and struck by faults like every other', async () => {
    const narrow = stage({ sim: set.sim, scopes: ['seller.order.info'] });
    const query = { shop_cipher: shopIn('GB').cipher };
    const without = await narrow.call({ path: extension('reviews'), token: await narrow.token(), query });
    expect([without.code, without.status]).toEqual([105005, 403]);
    expect((await ask({ path: extension('reviews'), override: { sign: 'bad' } }, 'GB')).code).toBe(106001);
    expect((await ask({ path: extension('reviews'), query: { page_size: '101' } }, 'GB')).code).toBe(36009004);
    set.faults.current = { ...NO_FAULTS, api: { ...NO_FAULTS.api, serverError: 1 } };
    expect((await ask({ path: extension('violations') }, 'GB')).code).toBe(36009003);
    narrow.shop.close();
  });
});

const Appeal = z.object({ id: z.string(), attempt: z.number(), status: z.string() });

describe('an appeal', () => {
  const evidence = [{ file_name: 'carrier-letter.pdf', sha256: 'c'.repeat(64) }];

  test('without evidence is refused, with it granted, and the points are gone', async () => {
    const before = await readAll('violations', 'TH', '50');
    const violation = before.findLast(({ points }) => Number(points) > 0);
    const appeal = (files: object[]) =>
      ask(post('appeals', { violation_id: violation?.id, text: 'The carrier was on strike.', evidence: files }), 'TH');
    expect(Appeal.parse((await appeal([])).data)).toMatchObject({ attempt: 1, status: 'UNDER_REVIEW' });
    expect((await appeal(evidence)).code).toBe(99001002);
    await advance(5 * DAY);
    expect(Appeal.parse((await appeal(evidence)).data)).toMatchObject({ attempt: 2 });
    await advance(5 * DAY);
    const after = (await readAll('violations', 'TH', '50')).find(({ id }) => id === violation?.id);
    expect(after).toMatchObject({ status: 'OVERTURNED' });
    expect((await appeal(evidence)).code).toBe(99001003);
    expect(set.sim.world.writes.filter(({ operation }) => operation === 'POST appeals')).toHaveLength(2);
  });

  test('against nothing, or too late, is refused', async () => {
    expect((await ask(post('appeals', { violation_id: '1', text: 'x' }), 'TH')).code).toBe(99001001);
    expect((await ask(post('appeals', { violation_id: '1', text: '' }), 'TH')).code).toBe(36009004);
    const [old] = set.sim.lists(shopIn('GB').id).violations;
    await advance(Math.max(0, (old?.at ?? 0) + 31 * DAY - set.sim.now()));
    expect((await ask(post('appeals', { violation_id: old?.id, text: 'Late.' }), 'GB')).code).toBe(99001005);
  });
});

const Opening = z.object({
  id: z.string(),
  path: z.string(),
  status: z.string(),
  reasons: z.array(z.object({ code: z.string(), document: z.string() })),
  history: z.array(z.object({ status: z.string(), time: z.number() })),
  deposit: z.object({ amount: z.string(), frozen_amount: z.string(), currency: z.string(), frozen_in_steps: z.boolean() }).optional(),
  opened_shop_id: z.string().optional(),
});
const PAPERS = ['BUSINESS_LICENCE', 'LEGAL_REP_ID', 'CORPORATE_BANK_ACCOUNT', 'EXPORT_DECLARATION_COMMITMENT', 'BRAND_AUTHORISATION'];
const papers = (types: readonly string[], more: object = {}) =>
  types.map((type) => ({ type, file_name: `${type}.pdf`, sha256: 'b'.repeat(64), ...more }));

describe('a further shop', () => {
  const apply = async (parts: object): Promise<Answer> =>
    set.call({
      token,
      ...post('openings', {
        source_shop_id: shopIn('VN').id,
        target_market: 'MY',
        entity: { name: firstSeller(set.sim).name, jurisdiction: 'CN' },
        category: 'apparel',
        documents: papers(PAPERS),
        ...parts,
      }),
    });
  const now = async (id: string) => Opening.parse((await set.call({ token, path: extension(`openings/${id}`) })).data);

  test('under one licence is open after two minutes, and belongs to the consent that was there', async () => {
    const made = Opening.parse((await apply({})).data);
    expect(made).toMatchObject({ path: 'INSTANT', status: 'SUBMITTED' });
    await set.sim.advance(MINUTE);
    expect((await now(made.id)).status).toBe('IN_REVIEW');
    await set.sim.advance(MINUTE);
    const open = await now(made.id);
    expect(open.history.map(({ status }) => status)).toEqual(['SUBMITTED', 'IN_REVIEW', 'APPROVED', 'OPEN']);
    expect(open.deposit).toEqual({ amount: '5000.00', frozen_amount: '1250.00', currency: 'CNY', frozen_in_steps: true });
    const authorised = (await set.call({ token, path: '/authorization/202309/shops' })).text;
    expect(authorised).toContain(open.opened_shop_id);
    const cipher = set.sim.world.shops.get(open.opened_shop_id ?? '')?.cipher ?? '';
    const orders = await set.call({
      token,
      path: '/order/202309/orders/search',
      method: 'POST',
      query: { shop_cipher: cipher, page_size: '5' },
      body: '{}',
    });
    expect(orders.data).toMatchObject({ orders: [], total_count: 0 });
    await advance(21 * DAY);
    expect((await now(made.id)).deposit?.frozen_amount).toBe('5000.00');
  });

  test('finds no third slot in a country, nor another seller’s source', async () => {
    expect((await apply({})).code).toBe(0);
    expect((await apply({})).code).toBe(99002003);
    expect((await apply({ target_market: 'PH', source_shop_id: '123' })).code).toBe(99002002);
    expect((await apply({ target_market: 'XX' })).code).toBe(36009004);
    expect((await set.call({ token, path: extension('openings/1') })).code).toBe(99002001);
  });

  test('takes a day elsewhere, and is refused for papers that are missing or ran out meanwhile', async () => {
    const soon = Math.floor((set.sim.now() + 12 * HOUR) / 1000);
    const documents = [
      ...papers(PAPERS.filter((type) => type !== 'LEGAL_REP_ID' && type !== 'BUSINESS_LICENCE')),
      ...papers(['BUSINESS_LICENCE'], { valid_until: soon }),
    ];
    const made = Opening.parse((await apply({ target_market: 'ES', documents })).data);
    expect(made.path).toBe('FAST_REVIEW');
    await set.sim.advance(DAY);
    expect(await now(made.id)).toMatchObject({
      status: 'REJECTED',
      reasons: [
        { code: 'DOCUMENT_EXPIRED', document: 'BUSINESS_LICENCE' },
        { code: 'DOCUMENT_MISSING', document: 'LEGAL_REP_ID' },
      ],
    });
  });

  test('of another entity takes three days, and does not enter review without the export commitment', async () => {
    const other = { name: 'Another Trading Co., Ltd.', jurisdiction: 'CN' };
    const first = Opening.parse(
      (await apply({ target_market: 'BR', entity: other, documents: papers([...PAPERS, 'LEGAL_REP_PHOTO_WITH_DATE']) })).data,
    );
    expect(first.path).toBe('FULL_REVIEW');
    const second = Opening.parse((await apply({ target_market: 'BR', documents: [] })).data);
    await set.sim.advance(MINUTE);
    expect((await now(second.id)).reasons[0]?.code).toBe('CANNOT_ENTER_REVIEW');
    await set.sim.advance(3 * DAY);
    expect((await now(first.id)).status).toBe('OPEN');
    const listed = Page.parse((await set.call({ token, path: extension('openings'), query: { page_size: '100' } })).data);
    expect(listed.items).toHaveLength(set.sim.all.openings.length);
  });
});

describe('programmes', () => {
  const Application = z.looseObject({ id: z.string(), status: z.string() });
  const hosting = { programme: 'EU_LOCAL_HOSTED', entity_jurisdiction: 'CN', stock_countries: ['DE'], ship_to_country: 'DE' };
  const decided = async (market: string, body: object) => {
    const { id } = Application.parse((await ask(post('programme-applications', body), market)).data);
    await set.sim.advance(72 * HOUR);
    return (await readAll('programme-applications', market)).find((item) => item.id === id);
  };

  test('EU local hosting asks for a VAT number', async () => {
    expect(await decided('DE', { ...hosting, vat_countries: [] })).toMatchObject({
      status: 'REJECTED',
      reasons: [{ code: 'VAT_MISSING', subject: 'DE' }],
    });
    expect(await decided('DE', { ...hosting, vat_countries: ['DE'] })).toMatchObject({ status: 'APPROVED', stage: 'COLD_START' });
  });

  test('the Mexican pilot invites category by category, and only shops of the US', async () => {
    const body = { programme: 'US_TO_MEXICO', categories: ['kids-clothing', 'beauty-personal-care', 'e-cigarettes'] };
    expect(await decided('US', body)).toMatchObject({ status: 'APPROVED', invited_categories: ['kids-clothing'] });
    expect((await ask(post('programme-applications', body), 'GB')).code).toBe(99003001);
    expect((await ask(post('programme-applications', body), 'US')).code).toBe(0);
    expect((await ask(post('programme-applications', body), 'US')).code).toBe(99003003);
  });
});

describe('a seller’s answer', () => {
  const Sent = z.object({ message_id: z.string() });
  const say = (conversationId: string | undefined, content: unknown, type = 'TEXT') =>
    ask(
      {
        path: `/customer_service/202309/conversations/${conversationId}/messages`,
        method: 'POST',
        body: JSON.stringify({ type, content: typeof content === 'string' ? content : JSON.stringify(content) }),
      },
      'US',
    );

  test('reaches the buyer, and the staff then keeps quiet', async () => {
    const [question] = set.sim.acts.sendMessages({ shopId: shopIn('US').id, count: 1, text: 'Where is it?' });
    const conversation = set.sim.world.conversations.get(question?.conversationId ?? '');
    const { message_id } = Sent.parse((await say(conversation?.id, { content: 'It left today.' })).data);
    expect(conversation?.messages.at(-1)).toMatchObject({ id: message_id, role: 'CUSTOMER_SERVICE' });
    expect(conversation?.unread).toBe(0);
    const staff = () => conversation?.messages.filter(({ role }) => role === 'CUSTOMER_SERVICE').length;
    const before = staff();
    await set.sim.advance(DAY);
    expect(staff()).toBe(before);
  });

  test('is refused where the platform refuses it', async () => {
    const [question] = set.sim.acts.sendMessages({ shopId: shopIn('US').id, count: 1 });
    const id = question?.conversationId;
    expect((await say(id, 'not json')).code).toBe(36009004);
    expect((await say(id, { content: 'x'.repeat(2001) })).code).toBe(36009004);
    expect((await say(id, { product_id: '1' }, 'ORDER_CARD')).code).toBe(36009004);
    expect((await say(id, { content: 'Write to me@elsewhere.example' })).code).toBe(45101006);
    const foreign = set.sim.lists(shopIn('GB').id).conversations[0];
    expect((await say(foreign?.id, { content: 'Hello' })).code).toBe(45102007);
    const silent = set.sim.lists(shopIn('US').id).conversations[0];
    expect(silent && set.sim.now() - (silent.messages.at(-1)?.at ?? 0)).toBeGreaterThan(7 * DAY);
    expect((await say(silent?.id, { content: 'Hello' })).code).toBe(45109001);
    const read = await ask({ path: `/customer_service/202309/conversations/${id}/messages/read`, method: 'POST', body: '{}' }, 'US');
    expect(read.code).toBe(0);
    expect(set.sim.world.conversations.get(id ?? '')?.unread).toBe(0);
  });
});
