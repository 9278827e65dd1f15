/** A process that plays seeds in a database of its own, one after the other, as its parent hands them out. */
import { z } from 'zod';
import { guardNames, guardsWithout } from '../../apps/server/src/platform/guards.ts';
import { playSeed, type Stage } from './play/play.ts';
import { openLines } from './world/lines.ts';

const database = z.record(z.string(), z.unknown());
const openMessage = z.object({ app: database, system: database, superuser: database });
const playMessage = z.object({ seed: z.number(), sabotage: z.enum(guardNames).nullable() });
/** What a player is told: first its database, then seeds. */
export type PlayMessage = z.output<typeof playMessage>;

export async function servePlayer(): Promise<void> {
  let stage: Promise<Stage> | null = null;
  process.on('message', (message) => {
    const play = playMessage.safeParse(message);
    if (!play.success) stage ??= open(message);
    else if (stage) void answer(stage, play.data);
  });
  // A parent that is gone needs no more answers; ended like this and not by the signal itself, what listens for the end is heard.
  process.on('disconnect', () => process.exit(1));
  process.on('SIGTERM', () => process.exit(1));
}

async function open(message: unknown): Promise<Stage> {
  const { app, system, superuser } = openMessage.parse(message);
  return { lines: await openLines(superuser), addresses: { app, system } };
}

async function answer(stage: Promise<Stage>, { seed, sabotage }: PlayMessage): Promise<void> {
  try {
    process.send?.({ played: await playSeed(await stage, { seed, guards: guardsWithout(sabotage ?? undefined) }) });
  } catch (error) {
    process.send?.({ broken: `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  }
}
