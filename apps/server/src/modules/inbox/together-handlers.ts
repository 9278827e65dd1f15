import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { keepDraft, readDraft } from './commands/keep-draft.ts';
import { endPresence, listPresence, showPresence } from './commands/show-presence.ts';
import { searchMessages } from './queries/message-search.ts';

type TogetherRoute = Extract<keyof Handlers, `${'conversation-presence' | 'conversation-drafts'}.${string}` | 'messages.search'>;

/** What keeps colleagues out of each other's way, and how they find what was said. */
export function inboxTogetherHandlers(services: Services): Pick<Handlers, TogetherRoute> {
  return {
    'messages.search': ({ caller, query }) => searchMessages(services, { caller, query }),
    'conversation-presence.list': ({ caller }) => listPresence(services, caller),
    'conversation-presence.set': (input) => showPresence(services, input),
    'conversation-presence.remove': (input) => endPresence(services, input),
    'conversation-drafts.get': (input) => readDraft(services, input),
    'conversation-drafts.set': (input) => keepDraft(services, input),
  };
}
