/** What must have been so at every moment, not only at the end: no version went back, nothing was written twice, roll-ups are sums. */
import { z } from 'zod';
import { Findings } from '../report.ts';
import type { Ledger } from '../stage/ledger.ts';
import type { TruthDelivery } from '../stage/sandbox.ts';

const counted = z.object({ count: z.number() });
const step = z.object({ id: z.string(), was: z.date(), became: z.date() });
const doubled = z.object({ id: z.string(), what: z.string(), times: z.number() });

export async function checkSteps(ledger: Ledger): Promise<Findings> {
  const findings = new Findings();
  const [steps] = await ledger.rows(counted, 'SELECT count(*)::int AS count FROM drill.step');
  findings.checked += steps?.count ?? 0;
  for (const { id, was, became } of await ledger.rows(
    step,
    'SELECT channel_order_id AS id, was, became FROM drill.step WHERE became < was ORDER BY id LIMIT 100',
  ))
    findings.same('order: a version went back', id, { ours: became.toISOString(), theirs: `not before ${was.toISOString()}` });
  const [moves] = await ledger.rows(counted, 'SELECT count(*)::int AS count FROM drill.cursor');
  findings.checked += moves?.count ?? 0;
  for (const { id, was, became } of await ledger.rows(
    step,
    `SELECT shop_id || ' ' || stream AS id, was, became FROM drill.cursor WHERE became < was ORDER BY drill.cursor.id LIMIT 100`,
  ))
    findings.same('sweep: a cursor went back', id, { ours: became.toISOString(), theirs: `not before ${was.toISOString()}` });
  const twice = await ledger.rows(
    doubled,
    `SELECT s.channel_shop_id || ' ' || o.channel_order_id AS id, 'order' AS what, count(*)::int AS times FROM tenant.orders o JOIN tenant.shop s ON s.id = o.shop_id GROUP BY 1 HAVING count(*) > 1
     UNION ALL
     SELECT o.channel_order_id || ' ' || e.facts::text, e.kind, count(*)::int FROM tenant.order_event e JOIN tenant.orders o ON o.id = e.order_id GROUP BY 1, 2 HAVING count(*) > 1
     UNION ALL
     SELECT a.channel_after_sale_id, 'after-sale', count(*)::int FROM tenant.after_sale a GROUP BY a.shop_id, a.kind, a.channel_after_sale_id HAVING count(*) > 1`,
  );
  findings.checked += 3;
  for (const { id, what, times } of twice) findings.same(`${what}: written twice`, id, { ours: times, theirs: 1 });
  return findings;
}

const slot = z.object({ id: z.string(), ours: z.string(), theirs: z.string() });

/** The roll-ups, counted again from the orders and refunds they stand for. A slot of nothing may be there or not. */
const AGAIN = (table: string, column: string, slotOf: (instant: string) => string): string => `
  WITH again AS (
    SELECT shop_id, slot, currency, sum(gmv) AS gmv, sum(orders) AS orders, sum(units) AS units, sum(refunds) AS refunds FROM (
      SELECT o.shop_id, ${slotOf('o.paid_at')} AS slot, o.currency, o.gmv_minor AS gmv, 1 AS orders, o.units, 0 AS refunds
        FROM tenant.orders o JOIN tenant.shop s ON s.id = o.shop_id WHERE o.paid_at IS NOT NULL
      UNION ALL
      SELECT a.shop_id, ${slotOf('a.refunded_at')}, a.currency, 0, 0, 0, a.refund_minor
        FROM tenant.after_sale a JOIN tenant.shop s ON s.id = a.shop_id WHERE a.refunded_at IS NOT NULL
    ) AS each GROUP BY 1, 2, 3),
  kept AS (SELECT shop_id, ${column} AS slot, currency, gmv_minor AS gmv, orders, units, refunds_minor AS refunds FROM tenant.${table}
           WHERE (gmv_minor, orders, units, refunds_minor) <> (0, 0, 0, 0))
  SELECT '${table} ' || coalesce(kept.slot, again.slot)::text || ' ' || coalesce(kept.currency, again.currency) AS id,
    concat_ws(' ', coalesce(kept.gmv, 0), coalesce(kept.orders, 0), coalesce(kept.units, 0), coalesce(kept.refunds, 0)) AS ours,
    concat_ws(' ', coalesce(again.gmv, 0), coalesce(again.orders, 0), coalesce(again.units, 0), coalesce(again.refunds, 0)) AS theirs
  FROM kept FULL JOIN again ON again.shop_id = kept.shop_id AND again.slot = kept.slot AND again.currency = kept.currency`;

export async function checkRollups(ledger: Ledger): Promise<Findings> {
  const findings = new Findings();
  const hours = await ledger.rows(
    slot,
    AGAIN('rollup_hour', 'hour_at', (instant) => `date_trunc('hour', ${instant}, 'UTC')`),
  );
  const days = await ledger.rows(
    slot,
    AGAIN('rollup_day', 'on_day', (instant) => `(${instant} AT TIME ZONE s.time_zone)::date`),
  );
  for (const { id, ours, theirs } of [...hours, ...days]) findings.same('roll-up: GMV, orders, units, refunds', id, { ours, theirs });
  return findings;
}

const noted = z.object({ id: z.string() });

/** What was answered 200 is on disk, whatever was killed since, and nothing was that did not come from the platform. */
export async function checkAcknowledged(ledger: Ledger, deliveries: readonly TruthDelivery[]): Promise<Findings> {
  const findings = new Findings();
  const stored = new Set(
    (
      await ledger.rows(
        noted,
        'SELECT notification_id AS id FROM tenant.inbound UNION ALL SELECT notification_id FROM system.inbound_unrouted',
      )
    ).map(({ id }) => id),
  );
  findings.holds('webhooks were acknowledged', 'all', { is: deliveries.length > 0, seen: deliveries.length, wanted: 'some' });
  for (const { id, eventType, forged } of deliveries) {
    findings.holds('webhook: acknowledged and stored', `${eventType} ${id}`, { is: stored.has(id), seen: 'absent', wanted: 'there' });
    findings.holds('webhook: a forged one was taken', `${eventType} ${id}`, { is: !forged, seen: 200, wanted: 401 });
  }
  return findings;
}

const stuck = z.object({ id: z.string(), seen: z.string() });

/** Nothing may be left behind by the faults: no shop without consent, no work set aside, no lane stopped. */
export async function checkAtRest(ledger: Ledger): Promise<Findings> {
  const findings = new Findings();
  const left = await ledger.rows(
    stuck,
    `SELECT channel_shop_id AS id, 'shop ' || state AS seen FROM tenant.shop WHERE state <> 'active'
     UNION ALL SELECT lane, 'parked ' || kind || ' ' || coalesce(failure->>'message', '') FROM system.job WHERE parked_at IS NOT NULL
     UNION ALL SELECT lane, 'stopped ' || stopped_reason FROM system.lane WHERE stopped_reason IS NOT NULL`,
  );
  findings.checked += 3;
  for (const { id, seen } of left) findings.same('at rest', id, { ours: seen, theirs: 'running' });
  return findings;
}
