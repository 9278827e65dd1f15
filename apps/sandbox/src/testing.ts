import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TRUTH_KINDS, truthPage } from './control/truth.ts';
import type { RealTime } from './world/real-time.ts';
import { createSimulation, type Simulation, type SimulationOptions } from './world/simulation.ts';

/** Worlds for tests: small, ending on a fixed Sunday in November, made in well under a second. */
export const ENDS_AT = Date.UTC(2026, 10, 22, 5);

export function smallWorld(options: Partial<SimulationOptions> = {}, time?: RealTime): Simulation {
  return createSimulation(
    { seed: 7, merchants: 2, shops: 6, days: 16, ordersPerShopDay: 10, endsAt: ENDS_AT, clock: 'virtual', ...options },
    time,
  );
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sandbox-'));

export function everything(sim: Simulation, kind: string): unknown[] {
  const items: unknown[] = [];
  for (let position: number | null = 0; position !== null; ) {
    const page = truthPage(sim, { kind, position });
    if (!page) throw new Error(`no truth ${kind}`);
    items.push(...page.items);
    position = page.nextPosition;
  }
  return items;
}

/** One line that changes when anything in the truth does. */
export function truthDigest(sim: Simulation): string {
  const hash = createHash('sha256');
  for (const kind of TRUTH_KINDS) hash.update(`${kind}${JSON.stringify(everything(sim, kind))}`);
  return hash.digest('hex');
}

/** Real time in the test's hand: `pass` moves it and ends the waits that are over. */
export function handTime(start = 1_000_000): RealTime & { pass(ms: number): void } {
  let now = start;
  const waits = new Set<{ until: number; end: () => void }>();
  const settle = (): void => {
    for (const wait of [...waits]) {
      if (wait.until > now) continue;
      waits.delete(wait);
      wait.end();
    }
  };
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
      settle();
    },
    wait: (ms) => {
      let end = (): void => undefined;
      const done = new Promise<void>((resolve) => {
        end = resolve;
      });
      waits.add({ until: now + ms, end });
      return { done, cancel: end };
    },
  };
}
