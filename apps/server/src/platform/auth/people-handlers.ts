import type { Handlers } from '../http/handler.ts';
import type { Clock } from '../ports.ts';
import type { PeopleServices } from './audited.ts';
import { invitationHandlers } from './invitation-handlers.ts';
import { meHandler } from './me.ts';
import { memberHandlers } from './member-handlers.ts';
import { profileHandlers } from './profile-handlers.ts';
import { sessionHandlers } from './session-handlers.ts';

type PeopleRoute = 'me' | `${'members' | 'invitations' | 'sessions' | 'profile'}.${string}`;

/** Everything about people. Links and sessions end in real time, also where the workbench follows another clock. */
export function peopleHandlers(
  services: PeopleServices,
  realClock: Pick<Clock, 'now'>,
): { [K in keyof Handlers as K extends PeopleRoute ? K : never]: Handlers[K] } {
  const tools = { ...services, realClock };
  return {
    ...meHandler(tools),
    ...memberHandlers(tools),
    ...invitationHandlers(tools),
    ...sessionHandlers(tools),
    ...profileHandlers(tools),
  };
}
