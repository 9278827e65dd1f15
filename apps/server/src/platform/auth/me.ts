import type { Database } from '../database/database.ts';
import type { Caller, Handlers } from '../http/handler.ts';
import type { Clock } from '../ports.ts';
import { profileOf } from './profile-handlers.ts';

const languages = ['zh-CN', 'en', 'th', 'vi', 'ms'] as const;

/** `clock` is the workbench's: pages show times against it, also where it is a followed one. */
export function meHandler({ database, clock }: { database: Pick<Database, 'system'>; clock: Pick<Clock, 'now'> }): Pick<Handlers, 'me'> {
  return {
    me: async ({ caller }) => {
      const merchants = await merchantsOf(database, caller);
      const merchant = merchants.find(({ id }) => id === caller.merchantId);
      if (!merchant) throw new Error('the caller belongs to a merchant that is not listed');
      return {
        kind: caller.kind,
        id: caller.id,
        name: caller.name,
        email: caller.email,
        merchant,
        role: caller.role,
        scopes: [...caller.scopes],
        shopIds: caller.shopIds,
        profile: caller.kind === 'user' ? await profileOf(database.system, caller.id) : null,
        merchants,
        now: new Date(clock.now()).toISOString(),
        languages: [...languages],
      };
    },
  };
}

/** A key sees its own merchant; a person every merchant they belong to, to switch between. */
async function merchantsOf({ system }: Pick<Database, 'system'>, caller: Caller): Promise<{ id: string; name: string }[]> {
  if (caller.kind === 'api-key') {
    return system.selectFrom('system.merchant').select(['id', 'name']).where('id', '=', caller.merchantId).execute();
  }
  return system
    .selectFrom('system.merchant')
    .innerJoin('system.member', 'system.member.organization_id', 'system.merchant.id')
    .select(['system.merchant.id', 'system.merchant.name'])
    .where('system.member.user_id', '=', caller.id)
    .orderBy('system.merchant.name')
    .orderBy('system.merchant.id')
    .execute();
}
