import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { keepImage, openMessageImage, openOwnImage } from './commands/keep-image.ts';
import { createReply, listReplies, removeReply, setReply } from './commands/keep-reply.ts';
import { markConversationRead } from './commands/read-conversation.ts';
import { sendMessage, settleRefused } from './commands/send-message.ts';
import { assignConversation, setAside, takeUp } from './commands/work-on-conversation.ts';
import { removeNote, writeNote } from './commands/write-note.ts';
import { listBuyerOrders } from './queries/buyer-orders.ts';
import { checkText } from './queries/check-text.ts';
import { readConversation } from './queries/conversation-detail.ts';
import { listConversations } from './queries/conversation-list.ts';
import { listMessages } from './queries/message-list.ts';
import { inboxTeamHandlers } from './team-handlers.ts';

type InboxRoute = Extract<
  keyof Handlers,
  `${'conversations' | 'conversation-notes' | 'messages' | 'outgoing-messages' | 'message-images' | 'message-checks' | 'saved-replies'}.${string}`
>;

export function inboxHandlers(services: Services): Pick<Handlers, InboxRoute> & ReturnType<typeof inboxTeamHandlers> {
  return {
    ...inboxTeamHandlers(services),
    'conversations.list': ({ caller, query }) => listConversations(services, { caller, query }),
    'conversations.get': ({ caller, params }) => readConversation(services, { caller, ...params }),
    'conversations.read': (input) => markConversationRead(services, input),
    'conversations.assign': (input) => assignConversation(services, input),
    'conversations.set-aside': (input) => setAside(services, input),
    'conversations.take-up': (input) => takeUp(services, input),
    'conversations.orders': ({ caller, params }) => listBuyerOrders(services, { caller, ...params }),
    'conversation-notes.create': (input) => writeNote(services, input),
    'conversation-notes.remove': (input) => removeNote(services, input),
    'messages.list': ({ caller, params, query }) => listMessages(services, { caller, ...params, query }),
    'message-checks.create': (input) => checkText(services, input),
    'messages.create': (input) => sendMessage(services, input),
    'outgoing-messages.retry': (input) => settleRefused(services, { ...input, to: 'planned' }),
    'outgoing-messages.discard': (input) => settleRefused(services, { ...input, to: 'discarded' }),
    'message-images.create': (input) => keepImage(services, input),
    'message-images.file': (input) => openOwnImage(services, input),
    'messages.image': (input) => openMessageImage(services, input),
    'saved-replies.list': ({ caller }) => listReplies(services, caller),
    'saved-replies.create': (input) => createReply(services, input),
    'saved-replies.set': (input) => setReply(services, input),
    'saved-replies.remove': (input) => removeReply(services, input),
  };
}
