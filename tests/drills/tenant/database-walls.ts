/**
 * The walls inside the database, asked of the database itself. Handlers keep shops apart a second time, and behind that a missing wall
 * would not show: so each tenant table is read and written as the serving role with the other merchant set, and is then opened on
 * purpose, to see that the reading notices. Every system table and every role is held against the reason written here.
 */
import pg from 'pg';
import { z } from 'zod';
import { readCatalogue } from '../../../apps/server/src/platform/database/catalogue.ts';
import { type DatabaseAccess, quote, withClient } from '../../../apps/server/src/platform/database/roles.ts';
import { tenancyViolations } from '../../../apps/server/src/platform/database/tenancy-check.ts';
import type { Findings } from '../report.ts';

/** Why a table stands outside the merchants, and which of its columns may hold what belongs to a person or a merchant. */
const SYSTEM_TABLES: Readonly<Record<string, { reason: string; personal: readonly string[] }>> = {
  api_key: { reason: 'looked up before the merchant is known', personal: ['name', 'prefix', 'created_by'] },
  auth_account: {
    reason: 'proves a person, who may work for several merchants',
    personal: ['account_id', 'password', 'access_token', 'refresh_token', 'id_token'],
  },
  auth_session: { reason: 'read before the merchant is known', personal: ['token', 'ip_address', 'user_agent'] },
  auth_two_factor: { reason: 'proves a person', personal: ['secret', 'backup_codes'] },
  auth_user: { reason: 'a person, who may work for several merchants', personal: ['name', 'email', 'image'] },
  auth_verification: { reason: 'a person half-way through signing in', personal: ['identifier', 'value'] },
  fx_rate: { reason: 'public rates, the same for all', personal: [] },
  inbound_unrouted: { reason: 'webhooks of shops that nobody bound: there is no merchant', personal: ['channel_shop_id'] },
  invitation: { reason: 'looked up before the merchant of whoever opens it is known', personal: ['email', 'invited_by'] },
  job: { reason: 'claimed across merchants; ids only', personal: ['payload', 'failure'] },
  lane: { reason: 'claimed across merchants; ids and times only', personal: [] },
  member: { reason: 'decides the merchant of a session', personal: ['name'] },
  merchant: { reason: 'the list of merchants', personal: ['name', 'slug', 'logo', 'metadata'] },
  migration: { reason: 'belongs to the schema', personal: ['name'] },
  profile: { reason: 'belongs to a person, who may work for several merchants', personal: ['language', 'time_zone', 'theme', 'density'] },
  shop_directory: { reason: 'routes webhooks to a merchant', personal: ['channel_shop_id'] },
  sign_in_attempt: { reason: 'counted before anybody is known; keys are hashed', personal: [] },
};
/** Column types that hold no words of anybody. Texts among the rest are named above, or below as words of ours. */
const WORDLESS = /^(uuid|uuid\[\]|bigint|integer|boolean|numeric|double precision|bytea|date|timestamp with time zone)$/;
const OUR_WORDS = new Set([
  'scopes',
  'provider_id',
  'scope',
  'source',
  'currency',
  'channel',
  'notification_id',
  'topic',
  'lane',
  'kind',
  'dedupe_key',
  'leased_by',
  'stopped_reason',
  'role',
  'checksum',
]);
/** What each role may do, per schema: everything else is a finding. */
const ROLES = {
  app: {
    tenant: 'DELETE INSERT SELECT UPDATE',
    system: { job: 'DELETE INSERT SELECT UPDATE', lane: 'DELETE INSERT SELECT UPDATE', shop_directory: 'DELETE INSERT SELECT UPDATE' },
  },
  system: { tenant: '', system: 'DELETE INSERT SELECT UPDATE' },
  backup: { tenant: 'SELECT', system: 'SELECT' },
} as const;

export type Walls = { access: DatabaseAccess; superuser: pg.ClientConfig };
type Merchants = { one: string; other: string };

export async function playCatalogue({ access, superuser }: Walls, findings: Findings): Promise<void> {
  const catalogue = await withClient(superuser, (client) => readCatalogue(client, access.roles));
  // The drill's own superuser is no role of the workbench; the catalogue reads the four that are.
  findings.same('the catalogue keeps merchants apart', 'tenancy check', { ours: tenancyViolations(catalogue), theirs: [] });
  const tables = catalogue.relations.filter(({ kind }) => kind === 'r' || kind === 'p');
  const system = tables.filter(({ schema }) => schema === 'system');
  findings.same('every system table has its reason here', 'tests/drills/tenant/database-walls.ts', {
    ours: system.map(({ name }) => name).sort(),
    theirs: Object.keys(SYSTEM_TABLES).sort(),
  });
  for (const { name, columns } of system) {
    const personal = SYSTEM_TABLES[name]?.personal ?? [];
    const unexplained = columns.filter(
      (column) => !WORDLESS.test(column.type) && !OUR_WORDS.has(column.name) && !personal.includes(column.name),
    );
    findings.same('every column with words is accounted for', `system.${name}`, {
      ours: unexplained.map((column) => column.name),
      theirs: [],
    });
  }
  for (const { schema, name, grants } of tables)
    for (const role of ['app', 'system', 'backup'] as const) {
      const held = grants
        .filter((grant) => grant.role === role)
        .map(({ privilege, column }) => (column ? `${privilege} (${column})` : privilege));
      findings.same(`what the role ${role} may do`, `${schema}.${name}`, {
        ours: held.sort().join(' '),
        theirs: wantedGrants(role, schema, name),
      });
    }
}

/** What was written there stays as it was written. */
const APPEND_ONLY = new Set(['audit_entry', 'audit_seal', 'rate_card', 'stock_movement', 'price_change', 'review_ledger']);
/** What was done stays; only that it was taken back is added to it. */
const NEVER_DELETED = new Set(['price_application']);

function wantedGrants(role: keyof typeof ROLES, schema: string, name: string): string {
  if (schema === 'tenant' && role === 'app' && APPEND_ONLY.has(name)) return 'INSERT SELECT';
  if (schema === 'tenant' && role === 'app' && NEVER_DELETED.has(name)) return 'INSERT SELECT UPDATE';
  if (schema === 'system' && name === 'migration') return role === 'app' ? '' : 'SELECT';
  const wanted = schema === 'tenant' ? ROLES[role].tenant : schema === 'system' ? ROLES[role].system : '';
  if (typeof wanted === 'string') return wanted;
  return Object.entries(wanted).find(([table]) => table === name)?.[1] ?? '';
}

const tableRow = z.object({ schema: z.string(), name: z.string() });

/** Tables with a merchant that the serving role may use. */
async function tablesOf({ superuser, access }: Walls): Promise<string[]> {
  return withClient(superuser, async (client) => {
    const { rows } = await client.query(
      `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('tenant', 'system') AND c.relkind IN ('r', 'p') AND has_table_privilege($1, c.oid, 'SELECT')
         AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'merchant_id') ORDER BY 1, 2`,
      [access.roles.app],
    );
    return z
      .array(tableRow)
      .parse(rows)
      .map(({ schema, name }) => `${schema}.${name}`);
  });
}

/** What a young world may not have yet, made from what it has. */
const FILLED: Readonly<Record<string, string>> = {
  'tenant.review_translation': `INSERT INTO tenant.review_translation (merchant_id, review_id, language, from_language, body, of_md5, by_kind, by_name, made_at)
    SELECT merchant_id, id, 'zh', 'es', 'drill', md5(body), 'provider', 'drill', now() FROM tenant.review WHERE merchant_id = $1 LIMIT 1`,
  'tenant.message_translation': `INSERT INTO tenant.message_translation (merchant_id, message_id, language, from_language, body, by_kind, by_name, made_at)
    SELECT merchant_id, id, 'zh', 'en', 'drill', 'memory', 'drill', sent_at FROM tenant.message WHERE merchant_id = $1 LIMIT 1`,
  'tenant.translation_memory': `INSERT INTO tenant.translation_memory (merchant_id, from_language, to_language, source_hash, source, target, is_seen, by_name, origin_id, made_at)
    SELECT merchant_id, 'en', 'zh', 'drill', 'drill', 'drill', false, 'drill', id, sent_at FROM tenant.message WHERE merchant_id = $1 LIMIT 1`,
  'tenant.translation_count': `INSERT INTO tenant.translation_count (merchant_id, provider_id, counted_on, currency, calls, failures, characters, cost_millionths, took_ms, slowest_ms)
    SELECT merchant_id, id, '2026-01-01', '', 1, 0, 0, 0, 0, 0 FROM tenant.translation_provider WHERE merchant_id = $1 LIMIT 1`,
  'tenant.translation_reader': `INSERT INTO tenant.translation_reader (merchant_id, user_id, language, untranslated)
    SELECT merchant_id, 'drill', 'zh', '' FROM tenant.translation_setting WHERE merchant_id = $1 LIMIT 1`,
  'tenant.notification': `INSERT INTO tenant.notification (merchant_id, id, kind, fact, facts, raised_at)
    SELECT merchant_id, gen_random_uuid(), 'drill', 'drill', '{}', created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.notification_read': `INSERT INTO tenant.notification_read (merchant_id, person_id, notification_id, read_at)
    SELECT merchant_id, 'drill', id, raised_at FROM tenant.notification WHERE merchant_id = $1 LIMIT 1`,
  'tenant.notification_mute': `INSERT INTO tenant.notification_mute (merchant_id, person_id, kind)
    SELECT merchant_id, 'drill', 'drill' FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.default_view': `INSERT INTO tenant.default_view (merchant_id, page, person_id, view_id)
    SELECT merchant_id, page, 'drill', id FROM tenant.saved_view WHERE merchant_id = $1 LIMIT 1`,
  'tenant.order_event': `INSERT INTO tenant.order_event (merchant_id, id, order_id, at, learnt_at, source, kind, facts)
    SELECT merchant_id, gen_random_uuid(), id, created_at, created_at, 'sweep', 'order.placed', '{}' FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.after_sale': `INSERT INTO tenant.after_sale (merchant_id, id, shop_id, channel_after_sale_id, channel_order_id, kind, status, reason, refund_minor, currency, created_at, updated_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, 'drill', channel_order_id, 'return', 'open', 'drill', 0, currency, created_at, created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.conversation': `INSERT INTO tenant.conversation (merchant_id, id, shop_id, channel_conversation_id, created_at, latest_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, 'drill', created_at, created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.inbox_agent': `INSERT INTO tenant.inbox_agent (merchant_id, member_id, is_accepting, changed_by, changed_at)
    SELECT merchant_id, 'drill', true, 'drill', created_at FROM tenant.conversation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.rule_assignment': `INSERT INTO tenant.rule_assignment (merchant_id, id, conversation_id, rule_id, member_id, at)
    SELECT merchant_id, gen_random_uuid(), id, gen_random_uuid(), 'drill', created_at FROM tenant.conversation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.buyer_turn': `INSERT INTO tenant.buyer_turn (merchant_id, id, shop_id, conversation_id, asked_message_id, asked_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, id, 'drill', created_at FROM tenant.conversation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.conversation_presence': `INSERT INTO tenant.conversation_presence (merchant_id, conversation_id, person_id, person_name, seen_at)
    SELECT merchant_id, id, 'drill', 'drill', created_at FROM tenant.conversation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.conversation_draft': `INSERT INTO tenant.conversation_draft (merchant_id, conversation_id, person_id, body, begun_sequence, begun_place, changed_at)
    SELECT merchant_id, id, 'drill', 'drill', 0, 0, created_at FROM tenant.conversation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.inbox_term': `INSERT INTO tenant.inbox_term (merchant_id, field, term, at, id)
    SELECT merchant_id, 'message', 'drill', created_at, id FROM tenant.conversation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.review': `INSERT INTO tenant.review (merchant_id, id, shop_id, channel_review_id, channel_order_id, rating, is_withdrawn, written_at, updated_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, 'drill', channel_order_id, 1, false, created_at, created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.review_reply': `INSERT INTO tenant.review_reply (merchant_id, review_id, shop_id, body, intent, asked_by_kind, asked_by_id, asked_by, planned_at)
    SELECT merchant_id, id, shop_id, 'drill', 'planned', 'user', 'drill', 'drill', written_at FROM tenant.review WHERE merchant_id = $1 LIMIT 1`,
  'tenant.dispute': `INSERT INTO tenant.dispute (merchant_id, id, shop_id, channel_after_sale_id, channel_order_id, opened_at, updated_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, 'drill', channel_order_id, created_at, created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.rollup_turn': `INSERT INTO tenant.rollup_turn
    SELECT merchant_id, shop_id, 1, created_at, 1, 0, 0, 0, 0 FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.rollup_review': `INSERT INTO tenant.rollup_review
    SELECT merchant_id, shop_id, 1, created_at, 1 FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.rollup_after_sale': `INSERT INTO tenant.rollup_after_sale
    SELECT merchant_id, shop_id, 1, created_at, 1, 0, 0, 0, 0 FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.programme_application': `INSERT INTO tenant.programme_application (merchant_id, id, shop_id, programme, history, reasons, invited_categories, created_at, updated_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, 'us-to-mexico', '[]', '[]', '{}', violated_at, violated_at FROM tenant.violation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.appeal': `INSERT INTO tenant.appeal (merchant_id, id, shop_id, violation_id, attempt, text, created_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, id, 1, 'drill', violated_at FROM tenant.violation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.after_sale_answer': `INSERT INTO tenant.after_sale_answer (merchant_id, id, shop_id, order_id, act, reason_code, comment, evidence_ids, currency, intent, asked_by_kind, asked_by, planned_at)
    SELECT merchant_id, gen_random_uuid(), shop_id, id, 'cancel-order', '', '', '{}', currency, 'confirmed', 'user', 'drill', created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.after_sale_fault': `INSERT INTO tenant.after_sale_fault (merchant_id, after_sale_id, fault, note, said_by, said_at)
    SELECT merchant_id, id, 'buyer', 'drill', 'drill', created_at FROM tenant.after_sale WHERE merchant_id = $1 LIMIT 1`,
  'tenant.after_sale_receipt': `INSERT INTO tenant.after_sale_receipt (merchant_id, after_sale_id, line_no, good, damaged, missing, received_by, received_at)
    SELECT merchant_id, id, 1, 1, 0, 0, 'drill', created_at FROM tenant.after_sale WHERE merchant_id = $1 LIMIT 1`,
  'tenant.stock_allocation': `INSERT INTO tenant.stock_allocation (merchant_id, order_id, decided_by, considered, is_settled, to_country, to_region, to_postcode_area, allocated_at)
    SELECT merchant_id, id, 'rule', '[]', true, 'GB', '', '', created_at FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.parcel_tracking': `INSERT INTO tenant.parcel_tracking (merchant_id, shop_id, channel_order_id, submitted_at, events)
    SELECT merchant_id, shop_id, 'drill', created_at, '[]' FROM tenant.orders WHERE merchant_id = $1 LIMIT 1`,
  'tenant.after_sale_look': `INSERT INTO tenant.after_sale_look (merchant_id, after_sale_id, reject_reasons, records, read_at)
    SELECT merchant_id, id, '[]', '[]', created_at FROM tenant.after_sale WHERE merchant_id = $1 LIMIT 1`,
  'tenant.balance_hold': `INSERT INTO tenant.balance_hold (merchant_id, shop_id, channel_balance_hold_id, violation_id, amount_minor, currency, hold_days, is_permanent, is_held, created_at)
    SELECT merchant_id, shop_id, 'drill', id, 1, 'GBP', 90, false, true, violated_at FROM tenant.violation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.restriction': `INSERT INTO tenant.restriction (merchant_id, shop_id, channel_restriction_id, code, node, begins_at)
    SELECT merchant_id, shop_id, 'drill', 'no-affiliate', 12, violated_at FROM tenant.violation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.linked_account': `INSERT INTO tenant.linked_account (merchant_id, shop_id, channel_account_id, kind, name, shares)
    SELECT merchant_id, shop_id, 'drill', 'shop', 'drill', '[]' FROM tenant.violation WHERE merchant_id = $1 LIMIT 1`,
  'tenant.rate_prediction': `INSERT INTO tenant.rate_prediction (merchant_id, shop_id, metric, points, foreseen_at, expected_at, held_until)
    SELECT merchant_id, shop_id, 'late-dispatch', 2, violated_at, violated_at, violated_at FROM tenant.violation WHERE merchant_id = $1 LIMIT 1`,
};

async function fill(client: pg.ClientBase, table: string, merchantId: string): Promise<void> {
  const query = FILLED[table];
  if (query && (await countOf(client, table, merchantId)) === 0) await client.query(query, [merchantId]);
}

export async function playRows(walls: Walls, merchants: Merchants, findings: Findings): Promise<void> {
  const tables = await tablesOf(walls);
  findings.holds('there are tables to look at', 'the database', { is: tables.length > 15, seen: tables.length, wanted: 'more than 15' });
  await withClient(walls.access.app, async (app) => {
    await withClient(walls.superuser, async (superuser) => {
      for (const table of tables) {
        await fill(superuser, table, merchants.other);
        const rows = await countOf(superuser, table, merchants.other);
        findings.holds('there is something to be kept from', table, {
          is: rows > 0,
          seen: rows,
          wanted: 'rows of the other merchant: give the drill some',
        });
        findings.same('row security keeps the other merchant apart', table, { ours: await holesOf(app, table, merchants), theirs: [] });
      }
    });
  });
}

/** Opens each table once and looks again. Serving is at rest meanwhile: the lock is short, and nobody else asks. */
export async function playOpened(walls: Walls, merchants: Merchants, findings: Findings): Promise<void> {
  const tables = await tablesOf(walls);
  await withClient(walls.access.app, async (app) => {
    await withClient(walls.superuser, async (superuser) => {
      for (const table of tables) {
        await superuser.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
        const holes = await holesOf(app, table, merchants);
        await superuser.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
        findings.holds('row security switched off would be noticed', table, { is: holes.length > 0, seen: holes, wanted: 'a hole' });
      }
    });
  });
}

async function countOf(client: pg.ClientBase, table: string, merchantId: string): Promise<number> {
  const { rows } = await client.query(`SELECT count(*)::int AS count FROM ${table} WHERE merchant_id = $1`, [merchantId]);
  return z.object({ count: z.number() }).parse(rows[0]).count;
}

/** As the serving role with one merchant set, and with none: what of the other's rows can be read, changed, removed or added. */
async function holesOf(app: pg.ClientBase, table: string, { one, other }: Merchants): Promise<string[]> {
  const holes: string[] = [];
  const within = async (merchant: string | null, name: string, run: () => Promise<number>): Promise<void> => {
    await app.query(merchant === null ? 'BEGIN' : `BEGIN; SET LOCAL app.merchant_id = '${merchant}'`);
    try {
      const rows = await run();
      if (rows > 0) holes.push(`${name}: ${rows} rows`);
    } catch (error) {
      // Refused by row security, or (a key to a row that may not be seen) by the table itself: both are walls.
      if (!(error instanceof pg.DatabaseError)) throw error;
    } finally {
      await app.query('ROLLBACK');
    }
  };
  const changed = async (query: string): Promise<number> => (await app.query(query, [other])).rowCount ?? 0;
  await within(null, 'read without a merchant', () => countOf(app, table, other));
  await within(one, 'read', () => countOf(app, table, other));
  await within(one, 'change', () => changed(`UPDATE ${table} SET merchant_id = merchant_id WHERE merchant_id = $1`));
  await within(one, 'remove', () => changed(`DELETE FROM ${table} WHERE merchant_id = $1`));
  await within(one, 'give away', async () => (await app.query(`UPDATE ${table} SET merchant_id = $1`, [other])).rowCount ?? 0);
  return holes;
}

/** Holes as they come into real systems, made in the drill's database: each must be found, else the drill finds nothing. */
const PLANTED: Readonly<Record<string, (parts: { app: string; other: string; pick: (from: readonly string[]) => string }) => string>> = {
  'no-row-security': ({ pick }) =>
    `ALTER TABLE ${pick(['tenant.listing', 'tenant.orders', 'tenant.task', 'tenant.search_term', 'system.job'])} DISABLE ROW LEVEL SECURITY`,
  'unforced-row-security': () => 'ALTER TABLE tenant.package NO FORCE ROW LEVEL SECURITY',
  'second-policy': ({ app }) => `CREATE POLICY also ON tenant.listing FOR SELECT TO ${app} USING (true)`,
  'definer-view': ({ app }) => `CREATE VIEW tenant.all_orders AS SELECT * FROM tenant.orders; GRANT SELECT ON tenant.all_orders TO ${app}`,
  'definer-function': () =>
    `CREATE FUNCTION tenant.count_orders() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM tenant.orders'`,
  'session-setting': ({ app, other }) => `ALTER ROLE ${app} SET app.merchant_id = '${other}'`,
  'open-grant': ({ app }) => `GRANT SELECT ON system.api_key TO ${app}`,
  'column-grant': ({ app }) => `GRANT SELECT (email) ON system.auth_user TO ${app}`,
  'role-that-bypasses': ({ app }) => `ALTER ROLE ${app} BYPASSRLS`,
  'plain-unique': () => 'CREATE UNIQUE INDEX listing_once ON tenant.listing (channel_product_id, id)',
  'table-without-reason': () =>
    "CREATE TABLE system.scratch (id uuid PRIMARY KEY, note text); COMMENT ON TABLE system.scratch IS 'for now'",
  'no-shop-scope': () => "UPDATE system.api_key SET shop_ids = NULL WHERE name LIKE '%limited'",
};

export const tenantSabotages: readonly string[] = Object.keys(PLANTED);

export async function plantHole(
  { access, superuser }: Walls,
  name: string,
  { other, seed }: { other: string; seed: number },
): Promise<void> {
  const hole = PLANTED[name];
  if (!hole) throw new Error(`nobody knows how to plant ${name}`);
  const pick = (from: readonly string[]): string => from[seed % from.length] ?? '';
  // As the owner where it makes something, so that what is made belongs to whom a migration's would.
  const isOfOwner = /^CREATE (VIEW|FUNCTION|UNIQUE|TABLE)/;
  await withClient(superuser, async (client) => {
    const query = hole({ app: quote(access.roles.app), other, pick });
    await client.query(isOfOwner.test(query) ? `SET ROLE ${quote(access.roles.owner)}; ${query}` : query);
  });
}
