/**
 * Sums by time that can be asked for any stretch to the second. What happened is added to its hour, its minute and its second; a stretch
 * is then whole hours in the middle, at most 59 minutes on either side and 59 seconds beyond those: a few ranges of a key, whose cost
 * depends on the stretch and not on how much happened in it. Platforms count whole seconds, so nothing falls between slots.
 */
import { sql } from 'kysely';
import { unnestRows } from './unnest.ts';

/** Amounts added (or, negative, taken back) at an instant. */
export type Move<C extends string> = { at: number; amounts: Readonly<Record<C, number>> };
type Cell<C extends string> = { seconds: number; at: number; amounts: Record<C, number> };

const SPANS = [3600, 60, 1] as const;

/** Cells of a table with these columns beside merchant_id, shop_id, slot_seconds and slot_at; null: nothing moves. */
export function movedSlots<C extends string>(
  columns: readonly C[],
  { merchantId, shopId }: { merchantId: string; shopId: string },
  moves: readonly Move<C>[],
) {
  const cells = new Map<string, Cell<C>>();
  for (const { at, amounts } of moves)
    for (const seconds of SPANS) {
      const slotAt = at - (at % (seconds * 1000));
      const held = cells.get(`${seconds} ${slotAt}`);
      if (!held) cells.set(`${seconds} ${slotAt}`, { seconds, at: slotAt, amounts: { ...amounts } });
      else for (const column of columns) held.amounts[column] += amounts[column];
    }
  // In key order, so that two transactions touching the same cells cannot wait for each other.
  const rows = [...cells.entries()]
    .filter(([, { amounts }]) => columns.some((column) => amounts[column] !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell);
  if (rows.length === 0) return null;
  const { names, source } = unnestRows(rows, {
    merchant_id: ['uuid', () => merchantId],
    shop_id: ['uuid', () => shopId],
    slot_seconds: ['int', (cell) => cell.seconds],
    slot_at: ['timestamptz', (cell) => new Date(cell.at)],
    ...Object.fromEntries(columns.map((column) => [column, ['bigint', (cell: Cell<C>) => cell.amounts[column]] as const])),
  });
  const added = sql.join(columns.map((column) => sql`${sql.ref(column)} = held.${sql.ref(column)} + ${sql.ref(`excluded.${column}`)}`));
  return { names, source, added };
}

type Range = { part: string; seconds: number; from: number; until: number };
/** Up to `until`, which is outside. */
export type Stretch = { part: string; from: number; until: number };
type Asked = { shopIds: readonly string[]; stretches: readonly Stretch[] };

function rangesOf({ part, from, until }: Stretch, spans: readonly number[] = SPANS): Range[] {
  const [seconds, ...finer] = spans;
  if (seconds === undefined || from >= until) return [];
  const span = seconds * 1000;
  const [begins, ends] = [Math.ceil(from / span) * span, Math.floor(until / span) * span];
  if (begins >= ends) return rangesOf({ part, from, until }, finer);
  const edges = [
    { part, from, until: begins },
    { part, from: ends, until },
  ];
  return [{ part, seconds, from: begins, until: ends }, ...edges.flatMap((edge) => rangesOf(edge, finer))];
}

/**
 * What a query of slots reads `FROM`: `wanted(shop_id)`, `span(part, …)`, and as `cell` the rows of the table that lie in them. Each range is
 * looked up by itself: how short it is stands in no statistics, and a join would sooner or later be planned as reading the whole table.
 */
export function slotCells(table: 'rollup_turn' | 'rollup_review' | 'rollup_after_sale', { shopIds, stretches }: Asked) {
  const { names, source } = unnestRows(
    stretches.flatMap((stretch) => rangesOf(stretch)),
    {
      part: ['text', ({ part }) => part],
      slot_seconds: ['int', ({ seconds }) => seconds],
      starts_at: ['timestamptz', ({ from }) => new Date(from)],
      ends_at: ['timestamptz', ({ until }) => new Date(until)],
    },
  );
  return sql`unnest(${[...shopIds]}::uuid[]) AS wanted(shop_id) CROSS JOIN (SELECT ${names} FROM ${source}) AS span CROSS JOIN LATERAL (
      SELECT * FROM ${sql.table(table)} AS slot
      WHERE slot.shop_id = wanted.shop_id AND slot.slot_seconds = span.slot_seconds AND slot.slot_at >= span.starts_at AND slot.slot_at < span.ends_at
      OFFSET 0) AS cell`;
}

/** The first whole second after an instant. */
export const secondAfter = (at: number): number => Math.floor(at / 1000) * 1000 + 1000;
