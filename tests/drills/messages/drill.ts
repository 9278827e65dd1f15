/**
 * Buyers of twelve shops (of six where it is small) write while agents answer. One webhook in five is lost, doubled, overtaken or late; workers are killed with -9; answers of
 * the platform are lost before and after their effect. When all is said each conversation reads as the platform has it, and every answer reached its
 * buyer once. Two things are staged because chance alone seldom brings them: several messages in one second, whose numbers say nothing of their
 * order, and last words of which no webhook tells.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboxHandlers } from '../../../apps/server/src/modules/inbox/index.ts';
import type { TenantTx } from '../../../apps/server/src/platform/database/database.ts';
import { messageGuardNames } from '../../../apps/server/src/platform/guards.ts';
import { isRefusal } from '../../../apps/server/src/platform/http/handler.ts';
import { type PlayerDatabase, startServer } from '../../seeds/world/server.ts';
import { Crew } from '../crew/crew.ts';
import { createDice, type Dice } from '../dice.ts';
import type { DrillOptions } from '../main.ts';
import { Findings, type Report, reportOf } from '../report.ts';
import { type Sandbox, startSandbox } from '../stage/sandbox.ts';
import { judge, readOurs, readTruth } from './oracle.ts';
import { agent, type Scene, setScene } from './scene.ts';
import { WORKER } from './worker.ts';

export const messageSabotages: readonly string[] = messageGuardNames;

/** `messages`: what buyers write, in all shops and rounds together; what they are answered comes on top. Of a few calls more are lost, or none might be. */
const SMALL = { shops: 6, rounds: 3, messages: 180, lost: 0.2 };
const FULL = { shops: 12, messages: 100_000, lost: 0.05 };
/** Each round ends with a kill. */
const MESSAGES_A_ROUND = 2_500;
const WORKERS = 2;
/** Of what was written so much is read before agents look at the list, or so long is waited. */
const READ_FIRST = 0.6;
const ROUND_MAX_MS = 60_000;
/** All is given up when nothing has moved for so long. */
const STILL_MS = 60_000;
/** Of the conversations that wait, so many are answered in a round. */
const ANSWERED = 0.5;
const WEBHOOKS = { drop: 0.2, duplicate: 0.2, reorder: 0.2, delayMs: 20_000 };
const API = { throttle: 0.02, serverError: 0.02, timeoutBefore: 0.02 };
const KINDS = ['odd', 'image', 'sticker', 'product-card'] as const;

type Playing = { scene: Scene; crew: Crew; sandbox: Sandbox; dice: Dice; handlers: ReturnType<typeof inboxHandlers> };

export async function messagesDrill(options: DrillOptions): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tradewind-drill-'));
  const server = await startServer(1, 'apps/server/migrations');
  const sandbox = await startSandbox({ dataDir: path.join(folder, 'platform'), logFolder: folder });
  try {
    const [access] = server.databases;
    if (!access) throw new Error('no database was made');
    return await play(options, { access, sandbox });
  } finally {
    await sandbox.program.stop();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(
  { seed, small, size: given, sabotage, say }: DrillOptions,
  { access, sandbox }: { access: PlayerDatabase; sandbox: Sandbox },
): Promise<Report> {
  const messages = given ?? FULL.messages;
  const size = small ? SMALL : { ...FULL, messages, rounds: Math.max(3, Math.ceil(messages / MESSAGES_A_ROUND)) };
  const scene = await setScene({ sabotage, access, sandbox, seed, shops: size.shops });
  const crew = new Crew(scene.opening, WORKER);
  const playing = { scene, crew, sandbox, dice: createDice(seed), handlers: inboxHandlers(scene.services) };
  try {
    await Promise.all(Array.from({ length: WORKERS }, () => crew.add()));
    await sandbox.faults({ seed, webhooks: WEBHOOKS, api: { ...API, timeoutAfter: size.lost } });
    let replaced = Promise.resolve();
    let written = 0;
    for (let round = 0; round < size.rounds; round += 1) {
      written += await write(playing, Math.ceil(size.messages / size.rounds / scene.shops.length));
      await mostlyRead(scene, written);
      await answer(playing);
      await replaced;
      await crew.kill();
      // The others go on meanwhile, and buyers do not wait either.
      replaced = crew.add();
    }
    await replaced;
    say(`${size.messages} messages in ${scene.shops.length} shops, ${crew.killed} workers killed`);
    await lastWords(playing);
    await sandbox.faults(null);
    const isAtRest = await atRest(playing, small ? 15_000 : STILL_MS);
    const findings = new Findings();
    findings.holds('all is read and said in time', 'messages', { is: isAtRest, seen: isAtRest, wanted: true });
    const { lost, said, answers } = await judge(findings, scene, sandbox);
    findings.holds('answers were lost', 'staging', { is: lost > 0, seen: lost, wanted: 'some' });
    say(`${said} messages compared, ${answers} of them answers`);
    return reportOf('messages', seed, { findings, faults: { kills: crew.killed, lostAnswers: lost, answers } });
  } finally {
    await crew.end();
    await scene.close();
  }
}

/** In every shop: questions of many buyers, then one buyer who goes on in the same second, and one who takes a message back. */
async function write({ scene, sandbox, dice }: Playing, count: number): Promise<number> {
  for (const { channelShopId: shopId } of scene.shops) {
    const said = await sandbox.messages({ shopId, count: Math.max(1, count - 5) });
    const conversationId = said[Math.floor(dice.number() * said.length)]?.conversationId ?? '';
    await sandbox.messages({ shopId, count: 3, conversationId });
    const kind = KINDS[Math.floor(dice.number() * KINDS.length)] ?? 'odd';
    const [odd] = await sandbox.messages({ shopId, count: 1, conversationId, kind });
    if (dice.number() < 0.3) await sandbox.takeBack(odd?.id ?? '');
    // Whoever takes a message back writes another: that is how it is noticed without a webhook.
    await sandbox.messages({ shopId, count: 1, conversationId });
  }
  return Math.max(6, count) * scene.shops.length;
}

/** Agents come back to a list that has filled; not to a full one, because nobody waits for the last message either. */
async function mostlyRead({ database, merchantId }: Scene, written: number): Promise<void> {
  for (const until = Date.now() + ROUND_MAX_MS; Date.now() < until; await sleep(300)) {
    const { read } = await database.withMerchant(merchantId, (tx) =>
      tx.selectFrom('message').select(tx.fn.countAll<string>().as('read')).executeTakeFirstOrThrow(),
    );
    if (Number(read) >= written * READ_FIRST) return;
  }
}

/** Of those who wait, some are answered, some by two agents at once; half of the answers are the same words as others. */
async function answer({ scene, dice, handlers }: Playing): Promise<void> {
  const { merchantId } = scene;
  const caller = agent(merchantId, 'Mei');
  for (let cursor: string | undefined; ; ) {
    const query = { limit: 200, isWaiting: 'true' as const, ...(cursor === undefined ? {} : { cursor }) };
    const page = await handlers['conversations.list']({ caller, requestId: 'drill', params: {}, query, body: undefined });
    if (isRefusal(page)) throw new Error(page.refused);
    for (const { id, channelConversationId } of page.items) {
      if (dice.number() >= ANSWERED) continue;
      const text = dice.number() < 0.5 ? 'Thank you for writing.' : `About ${channelConversationId}: <b>it</b> is on its way \u202E.`;
      const who = dice.number() < 0.2 ? ['Mei', 'Nora'] : ['Mei'];
      const sent = await Promise.all(
        who.map((name) =>
          handlers['messages.create']({
            ...{ caller: agent(merchantId, name), requestId: 'drill', params: { conversationId: id }, query: {} },
            body: { message: { kind: 'text', text }, isConfirmed: false },
          }),
        ),
      );
      for (const one of sent) if (isRefusal(one)) throw new Error(JSON.stringify(one));
    }
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

/** One more question in each shop, and no webhook tells of it. */
async function lastWords({ scene, sandbox }: Playing): Promise<void> {
  await sandbox.faults({ seed: 1, webhooks: { drop: 1 } });
  for (const { channelShopId: shopId } of scene.shops) await sandbox.messages({ shopId, count: 1 });
}

async function atRest({ scene, sandbox }: Playing, stillMs: number): Promise<boolean> {
  let [before, until] = [-1, Date.now() + stillMs];
  for (; Date.now() < until; await sleep(300)) {
    const { read, open } = await scene.database.withMerchant(scene.merchantId, progressOf);
    // What is on its way counts like what has arrived: both shrink and grow only while somebody works.
    if (read - open !== before) [before, until] = [read - open, Date.now() + stillMs];
    if (open === 0 && (await isAll({ scene, sandbox }, read))) return true;
  }
  return false;
}

async function progressOf(tx: TenantTx): Promise<{ read: number; open: number }> {
  const { read } = await tx.selectFrom('message').select(tx.fn.countAll<string>().as('read')).executeTakeFirstOrThrow();
  const { open } = await tx
    .selectFrom('outgoing_message')
    .select(tx.fn.countAll<string>().as('open'))
    .where('intent', 'in', ['planned', 'sent', 'unknown'])
    .executeTakeFirstOrThrow();
  return { read: Number(read), open: Number(open) };
}

/** The platform's side is long to read: only once nothing is on its way. */
async function isAll({ scene, sandbox }: Pick<Playing, 'scene' | 'sandbox'>, read: number): Promise<boolean> {
  const theirs = await readTruth(sandbox);
  if (read !== theirs.length) return false;
  const gone = (await readOurs(scene)).filter(({ deletedAt }) => deletedAt !== null).length;
  return gone === theirs.filter(({ deletedAt }) => deletedAt !== null).length;
}
