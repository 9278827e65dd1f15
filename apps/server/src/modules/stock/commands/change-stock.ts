import type { AnswerOf, Routes } from '@tradewind/contract';
import { afterMovement, countDifference, type MovementKind, type StockLevel } from '@tradewind/rules/stock';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, Handlers, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { announce } from '../jobs.ts';
import { actorOf, type LevelKey, levelKey, lockLevels, type Movement, moveLevels, openLevels } from '../ledger.ts';

export type StockChange =
  | 'receive'
  | 'return'
  | 'write-off'
  | 'announce'
  | 'withdraw'
  | 'promotion-reserve'
  | 'promotion-release'
  | 'count';
export type ChangeRow = LevelKey & { units: number };
type FieldError = NonNullable<Refusal['errors']>[number];
type Change = { kind: StockChange; rows: readonly ChangeRow[]; reference: string | null; note: string };

/** What a person does to the stock by hand: all rows of it, or none and each told what is wrong with it. */
export async function changeStock(
  services: Services,
  { caller, requestId, body }: Parameters<Handlers['stock-adjustments.create']>[0],
): Promise<AnswerOf<Routes['stock-adjustments.create']> | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const errors = await unknownAmong(tx, body.rows);
    if (errors.length > 0) return { refused: 'invalid-input', errors };
    const id = services.newId();
    const change = { ...body, reference: body.reference ?? id };
    const done = await applyChange(services, tx, { caller, requestId, change });
    return 'errors' in done ? { refused: 'stock-not-there', errors: done.errors } : { id, movements: done.movements };
  });
}

type Applying = { caller: Caller; requestId: string; change: Change };

/** The rows name what there is. Nothing is written when one of them cannot be done. */
export async function applyChange(
  services: Services,
  tx: TenantTx,
  { caller, requestId, change }: Applying,
): Promise<{ movements: number } | { errors: FieldError[] }> {
  const base = { services, merchantId: caller.merchantId, now: services.clock.now() };
  await openLevels(tx, { ...base, keys: change.rows });
  const levels = new Map(await lockLevels(tx, change.rows));
  const errors: FieldError[] = [];
  const movements = change.rows.flatMap((row, index) => {
    const level = levels.get(levelKey(row));
    if (!level) throw new Error('a level that was just made is not there');
    const moves = movesOf(change.kind, level, row.units);
    const after = moves.reduce<StockLevel | null>((held, move) => held && afterMovement(held, move), level);
    if (!after) errors.push({ path: `/rows/${index}/units`, code: 'not-there', message: 'So many units are not free to be moved' });
    else levels.set(levelKey(row), { ...row, ...after });
    return moves.map((move): Movement => ({ ...row, ...move, reason: change.kind, reference: change.reference, note: change.note }));
  });
  if (errors.length > 0) return { errors };
  await moveLevels(tx, { ...base, actor: actorOf(caller), movements });
  await audit(tx, {
    id: services.newId(),
    at: base.now,
    caller,
    requestId,
    action: `stock.${change.kind}`,
    objectKind: 'stock',
    objectId: change.rows[0]?.variantId ?? '',
    facts: { rows: change.rows.length, units: change.rows.reduce((sum, { units }) => sum + units, 0) },
  });
  await announce(tx, { ...base, variantIds: change.rows.map(({ variantId }) => variantId) });
  return { movements: movements.length };
}

/** A count says what is on the shelf; goods that come were, as far as they were, expected. */
function movesOf(kind: StockChange, level: StockLevel, units: number): { kind: MovementKind; units: number }[] {
  if (kind === 'count') return [countDifference(level, units) ?? []].flat();
  const expected = kind === 'receive' ? Math.min(level.inbound, units) : 0;
  return [...(expected > 0 ? [{ kind: 'withdraw' as const, units: expected }] : []), { kind, units }];
}

/** A variant or a warehouse that is none of the merchant's; a bundle, which has no shelf of its own. */
export async function unknownAmong(tx: TenantTx, rows: readonly LevelKey[]): Promise<FieldError[]> {
  const ids = (of: 'variantId' | 'warehouseId') => [...new Set(rows.map((row) => row[of]))];
  const variants = await tx.selectFrom('variant').select(['id', 'is_bundle']).where('id', 'in', ids('variantId')).execute();
  const warehouses = await tx
    .selectFrom('warehouse')
    .select('id')
    .where('id', 'in', ids('warehouseId'))
    .where('is_active', '=', true)
    .execute();
  const isBundle = new Map(variants.map(({ id, is_bundle }) => [id, is_bundle]));
  const known = new Set(warehouses.map(({ id }) => id));
  return rows.flatMap(({ variantId, warehouseId }, index): FieldError[] => {
    const at = (field: string, code: string, message: string): FieldError => ({ path: `/rows/${index}/${field}`, code, message });
    if (!known.has(warehouseId)) return [at('warehouseId', 'unknown-warehouse', 'No warehouse in use has this id')];
    if (!isBundle.has(variantId)) return [at('variantId', 'unknown-variant', 'No variant has this id')];
    return isBundle.get(variantId) ? [at('variantId', 'is-bundle', 'A bundle is counted by its parts')] : [];
  });
}
