import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createControlApp, NO_FAULTS } from './control/app.ts';
import { createFxApp } from './fx/app.ts';
import { forgetJournal } from './journal.ts';
import { createSellerCentreApp } from './seller-centre/app.ts';
import { createStorefrontApp } from './storefront/app.ts';
import { createTikTokShop } from './tiktok-shop/app.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './world/simulation.ts';
import type { Faults } from './world/types.ts';

/** The whole sandbox in one place: world, protocol, control, storefront, seller centre and rates on one loopback port. */
export type SandboxOptions = Partial<Omit<SimulationOptions, 'endsAt'>> & {
  /** When the history ends and the clock begins; now, if not said. Only the first start counts, a journal knows its own. */
  endsAt?: number | undefined;
  /** 0 takes a free one. */
  port?: number | undefined;
  control?: boolean | undefined;
  redirectUrl?: string | undefined;
};
export type Sandbox = { url: string; readonly sim: Simulation; close(): Promise<void> };

/** Listens first: a taken port must be found out before the journal, which may be another sandbox's, is touched. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 4320, control = true, redirectUrl, ...world } = options;
  let app: Hono | null = null;
  const listening = await listen(
    (request, env) => app?.fetch(request, env) ?? new Response('starting', { status: 503, headers: { 'retry-after': '1' } }),
    port,
  );
  try {
    const whole = compose({ control, redirectUrl, world });
    app = whole.app;
    return {
      url: listening.url,
      get sim() {
        return whole.current();
      },
      close: async () => {
        whole.close();
        await listening.close();
      },
    };
  } catch (error) {
    await listening.close();
    throw error;
  }
}

type Whole = { app: Hono; current(): Simulation; close(): void };

function compose({
  control,
  redirectUrl,
  world,
}: {
  control: boolean;
  redirectUrl: string | undefined;
  world: Omit<SandboxOptions, 'port' | 'control' | 'redirectUrl'>;
}): Whole {
  let sim = createSimulation({ seed: 7, clock: 'real', endsAt: Date.now(), ...defined(world) });
  let faults = NO_FAULTS;
  const current = (): Simulation => sim;
  const tiktok = createTikTokShop({ current, faults: () => faults, redirectUrl });
  sim.onStepEnd(tiktok.settled);
  const reset = async (input: Omit<SimulationOptions, 'clock' | 'dataDir'>): Promise<void> => {
    sim.close();
    forgetJournal(world.dataDir);
    sim = createSimulation({ ...input, clock: world.clock ?? 'real', dataDir: world.dataDir });
    faults = NO_FAULTS;
    tiktok.reset();
    sim.onStepEnd(tiktok.settled);
  };
  const app = new Hono();
  if (control) {
    const { issueCode, appCredentials, counters, deliveries, expireTokens } = tiktok;
    const setFaults = (next: Faults): void => {
      faults = next;
    };
    app.route('/_control', createControlApp({ current, reset, issueCode, appCredentials, counters, deliveries, expireTokens, setFaults }));
  }
  app.route('/storefront', createStorefrontApp(current));
  app.route('/seller-centre', createSellerCentreApp(current));
  app.route('/fx', createFxApp(current));
  // Last: the platform answers every other path itself.
  app.route('/', tiktok.app);
  const close = (): void => {
    tiktok.close();
    sim.close();
  };
  return { app, current, close };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** An option given as undefined means the default, not undefined. */
function defined<T extends object>(options: T): Partial<Defined<T>> {
  // Object.fromEntries forgets the key types; the keys are those of T.
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>;
}

type Listening = { url: string; close(): Promise<void> };

function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: '127.0.0.1', port }, (info: AddressInfo) => {
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${info.port}`, close });
    });
    server.on('error', reject);
  });
}
