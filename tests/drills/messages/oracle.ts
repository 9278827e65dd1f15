/** What must be true when all is said, by the platform's own record of who said what in which conversation, in which order. */
import { z } from 'zod';
import type { Findings } from '../report.ts';
import type { Sandbox } from '../stage/sandbox.ts';
import type { Scene } from './scene.ts';

const truthMessage = z.object({
  id: z.string(),
  shopId: z.string(),
  conversationId: z.string(),
  index: z.int(),
  from: z.enum(['buyer', 'seller', 'auto']),
  type: z.string(),
  text: z.string(),
  deletedAt: z.number().nullable(),
});
type Truth = z.output<typeof truthMessage>;
const write = z.object({ operation: z.string(), data: z.looseObject({ messageId: z.string().optional() }) });

const SENDER = { buyer: 'buyer', seller: 'seller', auto: 'automatic' } as const;
/** As the platform has it and as we say it: number, writer, words, in the order of reading. */
const line = (id: string, from: string, text: string): string => `${id} ${from} ${text}`;

const inOrder = (said: readonly Truth[]): Truth[] => [...said].sort((a, b) => a.index - b.index);

function grouped<T>(given: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of given) {
    const group = groups.get(keyOf(one)) ?? [];
    groups.set(keyOf(one), group);
    group.push(one);
  }
  return groups;
}

export const readTruth = (sandbox: Sandbox): Promise<Truth[]> => sandbox.truth('messages', truthMessage);

export async function readOurs({ database, merchantId }: Scene) {
  return database.withMerchant(merchantId, (tx) =>
    tx
      .selectFrom('message')
      .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
      .select([
        'conversation.channel_conversation_id as conversation',
        'channel_message_id as id',
        'sender',
        'body',
        'deleted_at as deletedAt',
      ])
      .orderBy('sequence')
      .orderBy('message.id')
      .execute(),
  );
}

export async function judge(findings: Findings, scene: Scene, sandbox: Sandbox): Promise<{ lost: number; said: number; answers: number }> {
  const truth = await readTruth(sandbox);
  await judgeConversations(findings, scene, truth);
  const answers = await judgeWishes(findings, scene, { truth, sandbox });
  const { counters } = await sandbox.state();
  return { lost: counters.unanswered ?? 0, said: truth.length, answers };
}

async function judgeConversations(findings: Findings, scene: Scene, truth: readonly Truth[]): Promise<void> {
  const theirs = grouped(inOrder(truth), (one) => one.conversationId);
  const ours = grouped(await readOurs(scene), (one) => one.conversation);
  for (const [id, said] of theirs)
    findings.same('a conversation reads as the platform has it', id, {
      ours: (ours.get(id) ?? []).map((one) => line(one.id, one.sender, one.body)),
      theirs: said.map((one) => line(one.id, SENDER[one.from], one.deletedAt === null ? one.text : '')),
    });
  findings.same('no conversation is ours alone', 'conversations', { ours: [...ours.keys()].filter((id) => !theirs.has(id)), theirs: [] });
  const shown = [...ours.values()].flat().filter(({ deletedAt }) => deletedAt !== null);
  const gone = truth.filter(({ deletedAt }) => deletedAt !== null);
  findings.same('what was taken back is marked', 'messages', {
    ours: shown.map(({ id }) => id).sort(),
    theirs: gone.map(({ id }) => id).sort(),
  });
}

type Judged = { truth: readonly Truth[]; sandbox: Sandbox };

/** Every wish is one effect: of its own words, in its own conversation. */
async function judgeWishes(findings: Findings, { database, merchantId }: Scene, { truth, sandbox }: Judged): Promise<number> {
  const wishes = await database.withMerchant(merchantId, (tx) =>
    tx
      .selectFrom('outgoing_message')
      .innerJoin('conversation', 'conversation.id', 'outgoing_message.conversation_id')
      .select(['conversation.channel_conversation_id as conversation', 'channel_message_id as messageId', 'intent', 'body'])
      .orderBy('conversation')
      .orderBy('place')
      .execute(),
  );
  const effects = (await sandbox.truth('writes', write)).filter(({ operation }) => operation === 'POST messages');
  findings.same('as many effects as wishes', 'writes', { ours: wishes.length, theirs: effects.length });
  const byId = new Map(truth.map((one) => [one.id, one]));
  for (const { conversation, messageId, intent, body } of wishes) {
    findings.same('no wish is silently unknown', conversation, { ours: intent, theirs: 'confirmed' });
    const there = byId.get(messageId ?? '');
    findings.same('said to the right buyer, word for word', conversation, {
      ours: `${conversation} ${body}`,
      theirs: `${there?.conversationId} ${there?.text}`,
    });
  }
  const asked = grouped(wishes, ({ conversation }) => conversation);
  // What the shop had said before the workbench came is nobody's wish.
  const through = new Set(effects.map(({ data }) => data.messageId));
  const told = grouped(inOrder(truth.filter(({ id }) => through.has(id))), ({ conversationId }) => conversationId);
  for (const [id, said] of told)
    findings.same('once, and in the order in which they were asked for', id, {
      ours: (asked.get(id) ?? []).map(({ body }) => body),
      theirs: said.map(({ text }) => text),
    });
  return wishes.length;
}
