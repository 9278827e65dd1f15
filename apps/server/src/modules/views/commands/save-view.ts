/**
 * Saving, changing and deleting views. A private view is its owner's alone; a shared one may be changed by its author or an owner of the
 * merchant. Sharing and changing what is shared are audited, since others work with it; private views are nobody's business.
 */
import { type SavedView, VIEWS_MAX } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { maySee, visibleView } from '../queries/visible-views.ts';

export type ViewTools = Pick<Services, 'database' | 'newId' | 'clock'>;
type Input<K extends 'saved-views.create' | 'saved-views.update' | 'saved-views.remove'> = Parameters<Handlers[K]>[0];

const NAME_TAKEN = 'You have a view of this name for this table.';

export async function createView(tools: ViewTools, { caller, requestId, body }: Input<'saved-views.create'>): Promise<SavedView | Refusal> {
  if (!maySee(caller, body.page)) return refuse('forbidden');
  const now = tools.clock.now();
  const id = tools.newId();
  return tools.database.withMerchant(caller.merchantId, async (tx) => {
    // Two windows saving the fiftieth at once may both succeed: one view too many harms nobody.
    const { count } = await tx
      .selectFrom('saved_view')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('page', '=', body.page)
      .where('owner_id', '=', caller.id)
      .executeTakeFirstOrThrow();
    if (count >= VIEWS_MAX) return refuse('too-many-views', `At most ${VIEWS_MAX} views for one table; delete one you no longer use.`);
    const made = await tx
      .insertInto('saved_view')
      .values({
        merchant_id: caller.merchantId,
        id,
        page: body.page,
        name: body.name,
        owner_id: caller.id,
        is_shared: body.isShared,
        search: JSON.stringify(body.search),
        created_at: new Date(now),
        updated_at: new Date(now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return refuse('name-taken', NAME_TAKEN);
    if (body.isShared) await auditShared(tx, tools, { caller, requestId, viewId: id, action: 'view.share' });
    return (await visibleView(tx, caller, id)) ?? refuse('not-found');
  });
}

export async function updateView(
  tools: ViewTools,
  { caller, requestId, params, body }: Input<'saved-views.update'>,
): Promise<SavedView | Refusal> {
  return tools.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await editableView(tx, caller, params.viewId);
    if ('refused' in before) return before;
    if (body.name !== undefined && (await isTaken(tx, before, body.name))) return refuse('name-taken', NAME_TAKEN);
    await tx
      .updateTable('saved_view')
      .set({
        updated_at: new Date(tools.clock.now()),
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.search === undefined ? {} : { search: JSON.stringify(body.search) }),
        ...(body.isShared === undefined ? {} : { is_shared: body.isShared }),
      })
      .where('id', '=', before.id)
      .execute();
    // Whoever had chosen it as theirs would open their table with a view they may no longer see.
    if (before.isShared && body.isShared === false)
      await tx
        .deleteFrom('default_view')
        .where('view_id', '=', before.id)
        .where('person_id', '!=', ({ selectFrom }) => selectFrom('saved_view').select('owner_id').where('id', '=', before.id))
        .execute();
    if (before.isShared || body.isShared) await auditShared(tx, tools, { caller, requestId, viewId: before.id, action: 'view.update' });
    // An owner who withdraws a colleague's view no longer sees it: it is told as it was left.
    return (await visibleView(tx, caller, before.id)) ?? { ...before, ...definedOf(body), isShared: false, isDefault: false };
  });
}

export async function removeView(
  tools: ViewTools,
  { caller, requestId, params }: Input<'saved-views.remove'>,
): Promise<Refusal | undefined> {
  return tools.database.withMerchant(caller.merchantId, async (tx) => {
    const before = await editableView(tx, caller, params.viewId);
    if ('refused' in before) return before;
    await tx.deleteFrom('saved_view').where('id', '=', before.id).execute();
    if (before.isShared) await auditShared(tx, tools, { caller, requestId, viewId: before.id, action: 'view.remove' });
    return undefined;
  });
}

async function editableView(tx: TenantTx, caller: Caller, viewId: string): Promise<SavedView | Refusal> {
  const view = await visibleView(tx, caller, viewId);
  if (!view) return refuse('not-found');
  return view.isEditable ? view : refuse('forbidden', 'Only its author or an owner of the merchant changes a shared view.');
}

/** Among the views of its author, who need not be the one that renames it. */
async function isTaken(tx: TenantTx, view: SavedView, name: string): Promise<boolean> {
  const other = await tx
    .selectFrom('saved_view')
    .select('id')
    .where('page', '=', view.page)
    .where('name', '=', name)
    .where('id', '!=', view.id)
    .where('owner_id', '=', ({ selectFrom }) => selectFrom('saved_view as own').select('own.owner_id').where('own.id', '=', view.id))
    .executeTakeFirst();
  return other !== undefined;
}

const definedOf = ({ name, search }: { name?: string | undefined; search?: Record<string, string> | undefined }) => ({
  ...(name === undefined ? {} : { name }),
  ...(search === undefined ? {} : { search }),
});

type Act = { caller: Caller; requestId: string; viewId: string; action: string };

async function auditShared(tx: TenantTx, { newId, clock }: ViewTools, { caller, requestId, viewId, action }: Act): Promise<void> {
  await audit(tx, { id: newId(), at: clock.now(), caller, requestId, action, objectKind: 'view', objectId: viewId, facts: {} });
}
