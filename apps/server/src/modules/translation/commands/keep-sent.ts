/** What the inbox does with translations when a message leaves, is taken back, or its buyer is forgotten; in the inbox's own transaction. */
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { forgetMemory, remember } from '../memory.ts';
import { namesOf } from '../queries/conversation.ts';

type Sent = {
  merchantId: string;
  now: number;
  outgoingMessageId: string;
  buyerName: string;
  by: string;
  typed: { text: string; from: string; to: string };
  text: string;
};

/** An agent has seen this pair and sent it. */
export async function rememberSent(tx: TenantTx, { merchantId, now, outgoingMessageId, buyerName, by, typed, text }: Sent): Promise<void> {
  const pair = { from: typed.from, to: typed.to, source: typed.text, target: text, byName: by, originId: outgoingMessageId, isSeen: true };
  await remember(tx, { merchantId, now, names: namesOf({ buyerName }), pairs: [pair] });
}

/** Of messages whose words are gone: read ones, and ones that were sent from here. */
export async function forgetTranslations(tx: TenantTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`DELETE FROM message_translation WHERE message_id = ANY (${[...ids]}::uuid[])`.execute(tx);
  await forgetMemory(tx, ids);
}
