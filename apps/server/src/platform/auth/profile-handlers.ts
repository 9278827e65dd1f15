/** What a person sets for themselves. The name is this merchant's word for them, the rest goes with them everywhere. */
import type { Profile } from '@tradewind/contract';
import type { Kysely } from 'kysely';
import type { SystemTables } from '../database/tables.ts';
import type { Handlers } from '../http/handler.ts';
import { isRefusal, refuse } from '../http/problem.ts';
import type { Clock } from '../ports.ts';
import { audited, type PeopleServices } from './audited.ts';

type Tools = PeopleServices & { realClock: Pick<Clock, 'now'> };
type System = Kysely<SystemTables>;

export function profileHandlers(tools: Tools): Pick<Handlers, 'profile.update'> {
  return {
    'profile.update': async ({ caller, body, requestId }) => {
      if (caller.kind !== 'user') return refuse('forbidden', 'A key has no profile.');
      const { name = caller.name, ...chosen } = body;
      if (name !== caller.name) {
        const act = { caller, requestId, action: 'member.rename', objectKind: 'member', facts: {} };
        const renamed = await audited(tools, act, async (tx) => {
          const { id } = await tx
            .updateTable('system.member')
            .set({ name })
            .where('organization_id', '=', caller.merchantId)
            .where('user_id', '=', caller.id)
            .returning('id')
            .executeTakeFirstOrThrow();
          return { objectId: id, result: undefined };
        });
        if (isRefusal(renamed)) return renamed;
      }
      const { system } = tools.database;
      if (Object.keys(chosen).length > 0) await saveProfile(system, { userId: caller.id, chosen, at: new Date(tools.realClock.now()) });
      return { name, profile: await profileOf(system, caller.id) };
    },
  };
}

export async function profileOf(system: System, userId: string): Promise<Profile> {
  const row = await system
    .selectFrom('system.profile')
    .select(['language', 'time_zone as timeZone', 'theme', 'density'])
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ?? { language: null, timeZone: null, theme: null, density: null };
}

type Choice = { userId: string; chosen: { [K in keyof Profile]?: Profile[K] | undefined }; at: Date };

async function saveProfile(system: System, { userId, chosen, at }: Choice): Promise<void> {
  const set = {
    ...(chosen.language !== undefined && { language: chosen.language }),
    ...(chosen.timeZone !== undefined && { time_zone: chosen.timeZone }),
    ...(chosen.theme !== undefined && { theme: chosen.theme }),
    ...(chosen.density !== undefined && { density: chosen.density }),
    updated_at: at,
  };
  await system
    .insertInto('system.profile')
    .values({ user_id: userId, language: null, time_zone: null, theme: null, density: null, ...set })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(set))
    .execute();
}
