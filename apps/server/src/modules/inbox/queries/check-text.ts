import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { judgeText, type TextVerdict } from '../judge-text.ts';
import { findConversation } from './conversation-row.ts';

type Input = Parameters<Handlers['message-checks.create']>[0];

/** Nothing is kept of what was asked. */
export function checkText(services: Services, { caller, params, body }: Input): Promise<TextVerdict | Refusal> {
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findConversation(tx, { id: params.conversationId, caller, now: services.clock.now() });
    return found ? judgeText(tx, found, { text: body.text, purpose: 'reply' }) : refuse('not-found');
  });
}
