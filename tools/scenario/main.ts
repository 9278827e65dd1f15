/**
 * `scenario <name>`: plays a named story on the platform of a running demo, which DATA_DIR/demo.json names. Demo, pictures and bug
 * reports share these stories. Without a name it lists them. It only sends what the sandbox's own control calls offer.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

type Platform = { shops: readonly string[]; control: (call: string, body: unknown) => Promise<void> };
type Story = { about: string; play: (platform: Platform) => Promise<void> };

const STEADY = { ordersPerMinute: 6, messagesPerMinute: 1 };
const MINUTE_MS = 60_000;

const STORIES: Readonly<Record<string, Story>> = {
  rush: { about: '60 orders within a minute, over all shops', play: rush },
  quiet: {
    about: 'no buyers but those of the markets’ own hours',
    play: ({ control }) => control('/buyers', { ordersPerMinute: 0, messagesPerMinute: 0 }),
  },
  steady: { about: 'the demo’s usual six orders a minute again', play: ({ control }) => control('/buyers', STEADY) },
  storm: { about: 'webhooks and calls fail for two minutes, then all heals', play: storm },
  'token-expiry': { about: 'access tokens end before their time for half a minute', play: expireTokens },
};

async function rush({ shops, control }: Platform): Promise<void> {
  const statuses = ['AWAITING_SHIPMENT', 'ON_HOLD', 'AWAITING_SHIPMENT', 'UNPAID'];
  for (let order = 0; order < 60; order += 1) {
    await control('/orders', { shopId: shops[order % shops.length], count: 1, status: statuses[order % statuses.length] });
    if (order % 10 === 9) say(`${order + 1} of 60 orders`);
    await sleep(1_000);
  }
}

async function storm({ control }: Platform): Promise<void> {
  await during(control, 2 * MINUTE_MS, {
    seed: 1,
    webhooks: { drop: 0.3, duplicate: 0.3, reorder: 0.3, delayMs: 20_000, wrongSignature: 0.1 },
    api: { throttle: 0.1, serverError: 0.1, timeoutBefore: 0.03, timeoutAfter: 0.03, staleRead: 0.2 },
    auth: {},
  });
}

async function expireTokens({ control }: Platform): Promise<void> {
  await during(control, MINUTE_MS / 2, { seed: 1, auth: { expireToken: 0.05, loseRefreshAnswer: 0.3 } });
}

/** Heals also when the story is broken off, or the demo would stay ill. */
async function during(control: Platform['control'], lastsMs: number, faults: unknown): Promise<void> {
  await control('/faults', faults);
  say(`it fails for ${lastsMs / 1000} s`);
  const broken = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
  await Promise.race([sleep(lastsMs), broken]);
  await control('/faults', {});
  say('healed');
}

const demoShape = z.object({ sandboxUrl: z.url() });
const stateShape = z.object({ merchants: z.array(z.object({ shops: z.array(z.object({ id: z.string() })) })) });

async function openPlatform(): Promise<Platform> {
  const file = path.join(process.env.DATA_DIR ?? '.tradewind', 'demo.json');
  const { sandboxUrl } = demoShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  const state = stateShape.parse(await (await fetch(`${sandboxUrl}/_control/state`)).json());
  return {
    shops: state.merchants.flatMap((merchant) => merchant.shops.map((shop) => shop.id)),
    control: async (call, body) => {
      const answer = await fetch(`${sandboxUrl}/_control${call}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`the sandbox refused ${call}: ${answer.status}`);
    },
  };
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function main(): Promise<number> {
  const name = process.argv[2];
  const story = name !== undefined && Object.hasOwn(STORIES, name) ? STORIES[name] : undefined;
  if (!story) {
    if (name !== undefined) say(`There is no story called ${name}.`);
    for (const [known, { about }] of Object.entries(STORIES)) say(`  ${known.padEnd(14)}${about}`);
    return name === undefined ? 0 : 1;
  }
  const platform = await openPlatform().catch(() => null);
  if (!platform) {
    process.stderr.write('No demo is running here: start it with npm start, or name its DATA_DIR.\n');
    return 1;
  }
  await story.play(platform);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
