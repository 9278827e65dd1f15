/**
 * A process's name that others on the same machine can look up, to tell whether it still lives. Made of what stays different: the
 * machine's start, the space in which process numbers count (a container has its own), the number, and the instant that the process
 * started, because numbers are reused.
 *
 * `isCertainlyGone` answers true only where there can be no doubt. Another machine, another container, another operating system than
 * Linux, a process that may not be looked at: all of these are doubt, and whoever asks must wait as before.
 */
import { readFileSync, readlinkSync } from 'node:fs';

const place = placeOfProcesses();

export function nameOfThisProcess(): string {
  return `${place ?? 'unknown'}/${process.pid}/${startOf(process.pid) ?? 'unknown'}`;
}

export function isCertainlyGone(name: string): boolean {
  const [where, pid = '', start] = name.split('/');
  if (place === null || where !== place || !/^[1-9]\d*$/.test(pid)) return false;
  const startNow = startOf(Number(pid));
  if (startNow !== null) return start !== undefined && start !== 'unknown' && startNow !== start;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function placeOfProcesses(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

const ENDED = 'ended';

/** Field 22, counted after the command's name, which may itself hold spaces and brackets. One that only waits to be buried has ended. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? ENDED : (fields[19] ?? null);
  } catch {
    return null;
  }
}
