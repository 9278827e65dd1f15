/** Acts kept under a name and a key of the keyboard. */
import type { InboxMacro } from '@tradewind/contract/types';
import type { Selectable } from 'kysely';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { TenantTables } from '../../../platform/database/tables.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type Agent, readAgents } from '../queries/agents.ts';

/** They are shown all at once. */
const MACROS_MAX = 100;
const KEY_TAKEN = { path: '/key', code: 'taken', message: 'Another macro has this key' };

type Fields = Parameters<Handlers['inbox-macros.create']>[0]['body'];

const macroView = (row: Selectable<TenantTables['inbox_macro']>): InboxMacro => ({
  ...{ id: row.id, name: row.name, key: row.shortcut, acts: row.acts, changedBy: row.changed_by, changedAt: row.changed_at.toISOString() },
});

export const listMacros = (services: Services, caller: Caller): Promise<{ items: InboxMacro[] }> =>
  services.database.readMerchant(caller.merchantId, async (tx) => {
    const rows = await tx.selectFrom('inbox_macro').selectAll().orderBy('shortcut').orderBy('name').orderBy('id').execute();
    return { items: rows.map(macroView) };
  });

/** While all macros are held: a key is one macro's, and what an act names must be there. */
async function refuseFields(tx: TenantTx, { fields, agents, own }: { fields: Fields; agents: readonly Agent[]; own: string | null }) {
  const held = await tx.selectFrom('inbox_macro').select(['id', 'shortcut']).forUpdate().execute();
  if (own !== null && !held.some(({ id }) => id === own)) return refuse('not-found');
  if (own === null && held.length >= MACROS_MAX) return refuse('conflict', `There are at most ${MACROS_MAX} macros.`);
  const labels = new Set((await tx.selectFrom('conversation_label').select('id').execute()).map(({ id }) => id));
  const errors = fields.acts.flatMap((act, at) => {
    if (act.kind === 'label' && !labels.has(act.labelId))
      return [{ path: `/acts/${at}/labelId`, code: 'unknown', message: 'No label has this id' }];
    const isStranger =
      act.kind === 'assign' && act.memberId !== null && act.memberId !== 'me' && !agents.some(({ id }) => id === act.memberId);
    return isStranger ? [{ path: `/acts/${at}/memberId`, code: 'unknown', message: 'No member who may answer buyers has this id' }] : [];
  });
  if (fields.key !== null && held.some(({ id, shortcut }) => id !== own && shortcut === fields.key)) errors.push(KEY_TAKEN);
  return errors.length > 0 ? ({ refused: 'invalid-input', errors } satisfies Refusal) : null;
}

type Writing = { caller: Caller; requestId: string; body: Fields; own: string | null };

async function write(services: Services, { caller, requestId, body, own }: Writing): Promise<InboxMacro | Refusal> {
  const now = services.clock.now();
  const agents = await readAgents(services, caller.merchantId);
  const columns = {
    ...{ name: body.name, shortcut: body.key, acts: JSON.stringify(body.acts), changed_by: caller.name, changed_at: new Date(now) },
  };
  const written = services.database.withMerchant(caller.merchantId, async (tx) => {
    const refusal = await refuseFields(tx, { fields: body, agents, own });
    if (refusal) return refusal;
    const id = own ?? services.newId();
    const row = await tx
      .insertInto('inbox_macro')
      .values({ merchant_id: caller.merchantId, id, ...columns })
      .onConflict((conflict) => conflict.columns(['merchant_id', 'id']).doUpdateSet(columns))
      .returningAll()
      .executeTakeFirstOrThrow();
    const act = { action: own ? 'inbox-macro.set' : 'inbox-macro.create', objectKind: 'inbox-macro', objectId: id, facts: {} };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [id], shopId: null }]);
    return macroView(row);
  });
  // Two people who take one key at once: nobody held what was not there yet.
  return written.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === '23505') return { refused: 'invalid-input', errors: [KEY_TAKEN] };
    throw error;
  });
}

export const createMacro = (services: Services, input: Parameters<Handlers['inbox-macros.create']>[0]) =>
  write(services, { ...input, own: null });
export const setMacro = (services: Services, { params, ...input }: Parameters<Handlers['inbox-macros.set']>[0]) =>
  write(services, { ...input, own: params.macroId });

export async function removeMacro(
  services: Services,
  { caller, requestId, params: { macroId } }: Parameters<Handlers['inbox-macros.remove']>[0],
): Promise<undefined | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const gone = await tx.deleteFrom('inbox_macro').where('id', '=', macroId).returning('id').executeTakeFirst();
    if (!gone) return refuse('not-found');
    const act = { action: 'inbox-macro.remove', objectKind: 'inbox-macro', objectId: macroId, facts: {} };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId });
    await services.hints.publish(tx, caller.merchantId, [{ type: 'inbox-team.changed', ids: [macroId], shopId: null }]);
    return undefined;
  });
}
