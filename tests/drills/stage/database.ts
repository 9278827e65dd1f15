/**
 * The database of a drill. The drill itself looks after it, as an operator's PostgreSQL is looked after by somebody else: so a server
 * of the workbench may be killed without taking the database along, and the database without a server.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../../apps/server/src/platform/database/embedded.ts';
import { sleep } from './program.ts';

export type OwnDatabase = {
  /** SIGKILL to the postmaster, then waits until another one serves. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

const quiet = (): void => undefined;

export async function startDatabase(dataDir: string): Promise<OwnDatabase> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  return {
    kill: async () => {
      const before = postmaster(dataDir);
      process.kill(before.pid, 'SIGKILL');
      for (let now = before; now.pid === before.pid || !now.ready; now = postmaster(dataDir)) await sleep(50);
    },
    stop: () => postgres.stop(),
  };
}

/** PostgreSQL's own word: the first line of its file is its process, the eighth its state. */
function postmaster(dataDir: string): { pid: number; ready: boolean } {
  try {
    const lines = readFileSync(path.join(dataDir, 'pgdata', 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return { pid: 0, ready: false };
  }
}
