/**
 * Does to one conversation what a macro says, all of it or nothing. Nothing here can send: the reply goes back as a draft to whoever ran it,
 * with its blanks, and only that person's own act makes a message of it.
 */
import type { AnswerOf, Routes } from '@tradewind/contract';
import type { InboxMacro } from '@tradewind/contract/types';
import { audit } from '../../../platform/audit.ts';
import type { TenantTx } from '../../../platform/database/database.ts';
import { type Caller, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { type Agent, readAgents } from '../queries/agents.ts';
import { type ConversationRow, viewConversation } from '../queries/conversation-row.ts';
import { bearLabel } from './keep-label.ts';
import { lockConversation } from './send-message.ts';
import { asideWithin, giveWithin } from './work-on-conversation.ts';

const HOUR_MS = 3_600_000;
type Ran = AnswerOf<Routes['inbox-macros.run']>;

/** Thrown, so that what was done before it is taken back. */
class ActRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super('an act of a macro was refused');
    this.refusal = refusal;
  }
}

export async function runMacro(
  services: Services,
  { caller, requestId, params, body }: Parameters<Handlers['inbox-macros.run']>[0],
): Promise<Ran | Refusal> {
  const now = services.clock.now();
  const agents = await readAgents(services, caller.merchantId);
  const sought = { id: params.conversationId, caller, now };
  try {
    return await services.database.withMerchant(caller.merchantId, async (tx): Promise<Ran | Refusal> => {
      const found = await lockConversation(tx, sought);
      const macro = found && (await tx.selectFrom('inbox_macro').selectAll().where('id', '=', body.macroId).executeTakeFirst());
      if (!found || !macro) return refuse('not-found');
      for (const act of macro.acts) {
        const refusal = await doAct(tx, services, { act, found, agents, caller, requestId });
        if (refusal) throw new ActRefused(refusal);
      }
      const run = { action: 'inbox-macro.run', objectKind: 'conversation', objectId: found.id, facts: { macro: macro.id } };
      await audit(tx, { ...run, id: services.newId(), at: now, caller, requestId });
      await services.hints.publish(tx, caller.merchantId, [{ type: 'conversation.changed', ids: [found.id], shopId: found.shop_id }]);
      const conversation = await viewConversation(tx, sought);
      const draft = macro.acts.find((act) => act.kind === 'reply')?.text ?? null;
      return conversation ? { conversation, draft } : refuse('not-found');
    });
  } catch (error) {
    if (error instanceof ActRefused) return error.refusal;
    throw error;
  }
}

type Doing = { act: InboxMacro['acts'][number]; found: ConversationRow; agents: readonly Agent[]; caller: Caller; requestId: string };

async function doAct(tx: TenantTx, services: Services, { act, agents, ...about }: Doing): Promise<Refusal | null> {
  const { caller, found } = about;
  const at = services.clock.now();
  switch (act.kind) {
    case 'reply':
      return null;
    case 'label': {
      const borne = { merchantId: caller.merchantId, conversationId: found.id, labelId: act.labelId, by: caller.name, at };
      return (await bearLabel(tx, borne)) ? null : refuse('conflict', 'The label of this macro is gone.');
    }
    case 'assign': {
      const isMe = ({ personId }: Agent) => caller.kind === 'user' && personId === caller.id;
      const agent = act.memberId === null ? null : agents.find((one) => (act.memberId === 'me' ? isMe(one) : one.id === act.memberId));
      if (agent === undefined) return refuse('conflict', 'Whom this macro gives it to may not answer buyers.');
      return giveWithin(tx, services, { ...about, agent });
    }
    case 'set-aside':
      return asideWithin(tx, services, { ...about, until: act.hours === null ? null : new Date(at + act.hours * HOUR_MS) });
  }
}
