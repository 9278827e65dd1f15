/**
 * One supervisor per data folder. The claim is a file naming the process that made it, together with the instant that process
 * started, because a process number alone is reused (in a container after every restart). A claim whose process is gone is void.
 *
 * Below it lies PostgreSQL's own postmaster.pid. Three cases on start:
 * - no server of this folder is alive: the file is stale. PostgreSQL would believe it whenever the number now belongs to any other
 *   process of the same user, so on Linux, where a process's folder can be looked up, it is removed here.
 * - a server is alive although its supervisor is gone: the supervisor was killed and its shell is shutting the server down. Wait
 *   for it, help with a signal, never start a second one on the same files.
 * - elsewhere than Linux: left to PostgreSQL's own check.
 *
 * Limit: containers that share a folder but not their process numbers cannot see each other. One folder belongs to one machine.
 */
import { existsSync, linkSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

class AlreadyRunning extends Error {
  override name = 'AlreadyRunning';
}

/** `postgres`: the embedded database; `demo`: the demo, which has a simulated platform of its own beside it. */
type Claimed = 'postgres' | 'demo';

/** Returns the function that gives the folder back. */
export function claimFolder(dataDir: string, claimed: Claimed): () => void {
  const file = path.join(dataDir, `${claimed}.claim`);
  const claim = `${process.pid} ${startStamp(process.pid)}\n`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, claim, { mode: 0o600 });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      // Linked into place whole: a rival must never read a claim that is not written yet and take it for void.
      linkSync(draft, file);
      rmSync(draft, { force: true });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    try {
      assertUnclaimed(dataDir, claimed);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
    rmSync(file, { force: true });
  }
  throw new AlreadyRunning(`${dataDir} is being claimed by another process at this moment`);
}

export function assertUnclaimed(dataDir: string, claimed: Claimed): void {
  const pid = claimant(dataDir, claimed);
  if (pid !== null) throw new AlreadyRunning(`${dataDir} is in use by the running process ${pid}: stop it, or choose another DATA_DIR`);
}

/** The living process that has the folder. */
export function claimant(dataDir: string, claimed: Claimed): number | null {
  const [pid = '', stamp = ''] = readIfThere(path.join(dataDir, `${claimed}.claim`))
    .trim()
    .split(' ');
  return isAlive(Number(pid)) && startStamp(Number(pid)) === stamp ? Number(pid) : null;
}

/** Waits until no server works on the folder; throws when one will not go. */
export async function settlePostmaster(pgdata: string, sleep: (ms: number) => Promise<void>): Promise<void> {
  const pidFile = path.join(pgdata, 'postmaster.pid');
  if (process.platform !== 'linux' || !existsSync(pidFile)) return;
  const folder = realpathSync(pgdata);
  for (let waitedMs = 0; waitedMs < 40_000; waitedMs += 100) {
    const alive = processesIn(folder);
    if (alive.length === 0) {
      rmSync(pidFile, { force: true });
      return;
    }
    const postmaster = Number(readIfThere(pidFile).split('\n')[0]);
    // First the fast shutdown its shell has asked for already, later the immediate one, which also ends stray backends.
    const signal = waitedMs < 15_000 ? 'SIGINT' : 'SIGQUIT';
    if (waitedMs % 5_000 === 0) for (const pid of alive) if (pid === postmaster || signal === 'SIGQUIT') trySignal(pid, signal);
    await sleep(100);
  }
  throw new AlreadyRunning(`a PostgreSQL server still works on ${pgdata} and does not stop: processes ${processesIn(folder).join(', ')}`);
}

/** A PostgreSQL process keeps its data folder as working directory for life, which tells it from any other. */
function processesIn(folder: string): number[] {
  const found: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const isPostgres = readFileSync(`/proc/${entry}/comm`, 'utf8').trim() === 'postgres';
      if (isPostgres && readlinkSync(`/proc/${entry}/cwd`) === folder) found.push(Number(entry));
    } catch {
      // Gone meanwhile, or another user's: neither can be a server on our private folder.
    }
  }
  return found;
}

function startStamp(pid: number): string {
  if (process.platform !== 'linux') return '-';
  // Field 22, counted after the command name, which may itself hold spaces and brackets.
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Dead, and kept only until its parent asks; in a container without an init that is for ever.
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '-');
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function trySignal(pid: number, signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what the signal is for.
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
