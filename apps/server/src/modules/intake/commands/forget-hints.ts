import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { JobContext } from '../../../platform/lanes/lanes.ts';
import type { MerchantSecrets } from '../../../platform/secrets/secrets.ts';
import { hintContext } from '../sealed-hint.ts';

type Forgetting = {
  secrets: MerchantSecrets;
  mentions: (text: string) => boolean;
  /** Orders and conversations. */
  objects: readonly { shopId: string; channelObjectId: string }[];
};
type Key = { channel: string; notification_id: string };

const PAGE = 2_000;

/**
 * Clears the raw bodies of hints about these objects, and of any other that mentions what is to be forgotten. The rows stay: their keys
 * recognise a repeat. Answers how many were cleared.
 */
export async function forgetHints(context: JobContext, { secrets, mentions, objects }: Forgetting): Promise<number> {
  const numbers = new Set(objects.map(({ shopId, channelObjectId }) => `${shopId} ${channelObjectId}`));
  let cleared = 0;
  let after: Key | null = { channel: '', notification_id: '' };
  while (after !== null) {
    if (context.signal.aborted) throw new Error('stopped while clearing hints; begins again');
    const from: Key = after;
    after = await context.commit(
      async (tx) => {
        const page = await readPage(tx, from);
        const about = page.filter(
          (row) => numbers.has(`${row.shop_id} ${row.channel_object_id}`) || mentions(wordsOf(openText(secrets, row))),
        );
        await clear(tx, about);
        cleared += about.length;
        return page.length < PAGE ? null : (page.at(-1) ?? null);
      },
      { finish: false },
    );
  }
  return cleared;
}

type Row = Key & { shop_id: string; channel_object_id: string | null; body: Buffer };

async function readPage(tx: TenantTx, { channel, notification_id }: Key): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT channel, notification_id, shop_id, channel_object_id, body FROM inbound
    WHERE body IS NOT NULL AND (channel, notification_id) > (${channel}, ${notification_id})
    ORDER BY channel, notification_id LIMIT ${PAGE}`.execute(tx);
  return rows;
}

const openText = (secrets: MerchantSecrets, { channel, notification_id, body }: Row): string =>
  secrets.openText(hintContext({ channel, notificationId: notification_id }), body);

/** JSON may write a letter as \u00e9: parsed and written again, each text stands as it is read. */
function wordsOf(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body)).replaceAll('\\n', '\n').replaceAll('\\"', '"');
  } catch {
    return body;
  }
}

async function clear(tx: TenantTx, rows: readonly Key[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`UPDATE inbound SET body = NULL
    FROM unnest(${rows.map((row) => row.channel)}::text[], ${rows.map((row) => row.notification_id)}::text[]) AS gone(channel, notification_id)
    WHERE inbound.channel = gone.channel AND inbound.notification_id = gone.notification_id`.execute(tx);
}
