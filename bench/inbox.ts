/**
 * The list of conversations over HTTP, of the built server in a process of its own, by several askers with an API key each: the newest, page
 * five hundred of them, the unread of a market, who waits by deadline, and one searched by two words of what was said.
 *
 * The control is the keyset query a person would write for that page alone, over the same tables: prepared, on as many connections, past row
 * security; no HTTP, no key to look up, no scope, no shops.
 */
import { Agent } from 'node:http';
import { progress, timed } from './figure.ts';
import { ASKERS, askForPages, getPage, type PageCase } from './page-rate.ts';
import { addShops, type BenchShop, diskMegabytes, newApiKey, type Place, withConnections, withPlace } from './place.ts';
import { serveApi } from './served.ts';

const PAGE = 50;
const MARKETS = [
  ['US', 'USD', 'America/Los_Angeles'],
  ['GB', 'GBP', 'Europe/London'],
  ['TH', 'THB', 'Asia/Bangkok'],
  ['VN', 'VND', 'Asia/Ho_Chi_Minh'],
] as const;

export async function benchInbox(size: number): Promise<void> {
  // The server counts by its own clock who still waits in time.
  const now = Date.now();
  await withPlace(now, async (place) => {
    const shops = await addShops(place, MARKETS);
    progress(`making ${size.toLocaleString('en')} conversations`);
    const loadMs = await timed(() => makeConversations(place, { shops, size, now }));
    const cases = await casesOf(place, { size, now, shopId: shops[0]?.id ?? '' });
    const facts = { size, loadSeconds: loadMs / 1000, diskMegabytes: await diskMegabytes(place) };
    const key = await newApiKey(place);
    const server = await serveApi(place.dataDir);
    const agent = new Agent({ keepAlive: true, maxSockets: ASKERS });
    try {
      await withConnections(place, ASKERS, async (clients) => {
        for (const { query, ...one } of cases) {
          const page = () => getPage(`${server.url}/api/v1/conversations?${query}`, { key, agent });
          await askForPages(one, { place, clients, facts, page });
        }
      });
    } finally {
      agent.destroy();
      await server.stop();
    }
  });
}

/** The same number for the same words, in the form of a UUID. */
const idOf = (words: string): string => `overlay(overlay(md5(${words}) PLACING '7' FROM 13) PLACING '8' FROM 17)::uuid`;

type Making = { shops: readonly BenchShop[]; size: number; now: number };

/** What the program would have written, in SQL: three seconds apart, every seventh waits, every eleventh is unread, every thirteenth set aside; two messages each. */
async function makeConversations({ superuser, merchantId }: Place, { shops, size, now }: Making): Promise<void> {
  await superuser.query('SET session_replication_role = replica');
  await superuser.query(
    `INSERT INTO conversation (merchant_id, id, shop_id, channel_conversation_id, created_at, latest_at, buyer_name, read_up_to, read_told, unread, waiting_since,
       heard_up_to, heard_at, aside_up_to, shown_message_id, has_terms)
     SELECT $1, ${idOf(`'chat' || n`)}, ($2::uuid[])[n % $3 + 1], (577000000000000000 + n)::text, at, at, 'Buyer ' || n % 5000, 1, 1, (n % 11 = 0)::int,
       CASE WHEN n % 7 = 0 THEN at END, 1, at, CASE WHEN n % 13 = 0 THEN 2 END, md5('said' || n || '-' || CASE WHEN n % 7 = 0 THEN 1 ELSE 2 END)::uuid, true
     FROM (SELECT n, $4::timestamptz - n * interval '3 seconds' AS at FROM generate_series(1, $5::int) AS n) AS made`,
    [merchantId, shops.map(({ id }) => id), shops.length, new Date(now), size],
  );
  await superuser.query(
    `INSERT INTO message (merchant_id, id, shop_id, conversation_id, channel_message_id, sequence, sender, kind, body, sent_at, has_terms)
     SELECT $1, md5('said' || n || '-' || part)::uuid, ($2::uuid[])[n % $3 + 1], ${idOf(`'chat' || n`)}, n || '-' || part, part,
       CASE part WHEN 1 THEN 'buyer' ELSE 'seller' END, 'text', 'message about parcel ' || n % 997 || ' and colour ' || n % 31, $4::timestamptz - n * interval '3 seconds', true
     FROM generate_series(1, $5::int) AS n, unnest(ARRAY[1, 2]) AS part WHERE part = 1 OR n % 7 <> 0`,
    [merchantId, shops.map(({ id }) => id), shops.length, new Date(now), size],
  );
  await superuser.query(
    `INSERT INTO inbox_term (merchant_id, field, term, at, id)
     SELECT $1, 'message', term, $2::timestamptz - n * interval '3 seconds', md5('said' || n || '-1')::uuid
     FROM generate_series(1, $3::int) AS n, unnest(ARRAY['parcel', 'p' || n % 997, 'colour', 'c' || n % 31]) AS term`,
    [merchantId, new Date(now), size],
  );
  await superuser.query('RESET session_replication_role');
  await superuser.query('VACUUM ANALYZE conversation, message, inbox_term');
}

type Asked = PageCase & { query: string };
type Cases = { size: number; now: number; shopId: string };

async function casesOf({ superuser, merchantId }: Place, { size, now, shopId }: Cases): Promise<Asked[]> {
  // Page 500 of a million; of fewer conversations as deep in proportion.
  const skipped = Math.min(499 * PAGE, Math.floor(size / 2));
  const { rows } = await superuser.query<{ id: string; at: Date }>(
    'SELECT id, latest_at AS at FROM conversation WHERE merchant_id = $1 ORDER BY latest_at DESC, id DESC OFFSET $2 LIMIT 1',
    [merchantId, skipped - 1],
  );
  const [last] = rows;
  if (!last) throw new Error('the bench has too few conversations for a deep page');
  const cursor = Buffer.from(JSON.stringify({ at: last.at.toISOString(), id: last.id, asOf: now })).toString('base64url');
  return [
    { bench: 'inbox-page-1', query: '', text: byHand('true'), values: [] },
    {
      bench: 'inbox-page-500',
      query: `cursor=${cursor}`,
      text: byHand('(c.latest_at, c.id) < ($2::timestamptz, $3::uuid)'),
      values: [last.at, last.id],
    },
    {
      bench: 'inbox-filtered',
      query: 'isUnread=true&isAside=false&market=US',
      text: byHand('c.unread > 0 AND c.aside_up_to IS NULL AND c.shop_id = $2::uuid'),
      values: [shopId],
    },
    { bench: 'inbox-deadline', query: 'isWaiting=true&isAside=false', text: byDeadline, values: [] },
    {
      bench: 'inbox-searched',
      query: `q=${encodeURIComponent('c7 p333 ')}`,
      text: byHand(`c.id IN (SELECT m.conversation_id FROM inbox_term a JOIN inbox_term b ON b.merchant_id = $1 AND b.id = a.id AND b.term = 'c7'
        JOIN message m ON m.merchant_id = $1 AND m.id = a.id WHERE a.merchant_id = $1 AND a.field = 'message' AND a.term = 'p333')`),
      values: [],
    },
  ];
}

const SHOWN = 'c.id, c.channel_conversation_id, c.shop_id, c.buyer_name, c.latest_at, c.unread, c.waiting_since, c.assignee_name';

const byHand = (where: string): string => `
  SELECT ${SHOWN}, m.kind, m.sender, left(m.body, 200) AS preview
  FROM (SELECT * FROM conversation AS c WHERE c.merchant_id = $1 AND ${where} ORDER BY c.latest_at DESC, c.id DESC LIMIT ${PAGE}) AS c
  LEFT JOIN message AS m ON m.merchant_id = $1 AND m.id = c.shown_message_id
  ORDER BY c.latest_at DESC, c.id DESC`;

/** Whoever still waits within a day, and within two, each by its own index order. */
const stretch = (hours: number, from: number, to: number): string => `
  (SELECT *, waiting_since + interval '${hours} hours' AS due FROM conversation WHERE merchant_id = $1 AND waiting_since IS NOT NULL AND aside_up_to IS NULL
    AND waiting_since >= now() - interval '${from} hours' AND waiting_since < now() - interval '${to} hours' ORDER BY waiting_since, id LIMIT ${PAGE})`;
const byDeadline = `
  SELECT ${SHOWN}, m.kind, m.sender, left(m.body, 200) AS preview
  FROM (SELECT * FROM (${stretch(24, 24, 0)} UNION ALL ${stretch(48, 48, 24)}) AS waiting ORDER BY due, id LIMIT ${PAGE}) AS c
  LEFT JOIN message AS m ON m.merchant_id = $1 AND m.id = c.shown_message_id
  ORDER BY c.due, c.id`;
