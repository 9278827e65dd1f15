/**
 * Several servers on one database must be one workbench: a change heard by every one of them, the same figures from each. Asked of each
 * server by its own address, past the splitter that alternates between them in all other comparisons.
 */
import { z } from 'zod';
import { Findings } from '../report.ts';
import { type Client, clientWith } from '../stage/client.ts';
import { sleep } from '../stage/program.ts';
import type { Stage } from '../stage/stage.ts';

const HEARD_WITHIN_MS = 8_000;

export async function checkServers(stage: Stage, owner: Client): Promise<Findings> {
  const findings = new Findings();
  const ears = await Promise.all(stage.workbench.serverUrls.map((url) => listen(clientWith(url, owner.headers))));
  const shop = stage.platform.merchants[0]?.shops[0]?.id ?? '';
  const [sold = ''] = await stage.sandbox.orders({ shopId: shop, count: 1, status: 'AWAITING_SHIPMENT' });
  for (let waitedMs = 0; waitedMs < HEARD_WITHIN_MS && ears.some((ear) => !ear.heard()); waitedMs += 200) {
    // Its hint is on its way at once; time moves for the sweep, should the hint have been lost.
    if (waitedMs % 2_000 === 0) await stage.sandbox.advance(10_000);
    await sleep(200);
  }
  const found = z.object({ items: z.array(z.object({ channelOrderId: z.string() })) });
  for (const ear of ears) {
    findings.holds('a server heard of a new order', ear.url, { is: ear.heard(), seen: 'nothing', wanted: 'order.changed' });
    const { items } = await ear.client.call(found, '/orders?limit=5&sort=-createdAt');
    const ids = items.map((order) => order.channelOrderId);
    findings.holds('a server shows the new order', ear.url, { is: ids.includes(sold), seen: ids, wanted: sold });
    ear.close();
  }
  return findings;
}

type Ear = { url: string; client: Client; heard(): boolean; close(): void };

async function listen(client: Client): Promise<Ear> {
  const leaving = new AbortController();
  let text = '';
  const answer = await fetch(`${client.url}/api/v1/events`, {
    headers: { ...client.headers, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  const read = async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString('utf8');
  };
  // Leaving ends the reading with an error, and a stream that ends early has heard nothing.
  read().catch(() => undefined);
  return { url: client.url, client, heard: () => text.includes('order.changed'), close: () => leaving.abort() };
}
