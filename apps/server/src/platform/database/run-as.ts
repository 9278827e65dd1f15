/**
 * PostgreSQL refuses to run as root, and containers usually are root. Two ways out, tried in this order:
 *
 * 1. a user namespace in which root is called uid 1000. Files stay root's own, so a 0700 folder of root works, and nothing
 *    on the machine changes. Many container runtimes refuse it.
 * 2. an existing unprivileged account (nobody, daemon) that gets to own the data folder. Where `setpriv` exists the
 *    process keeps the one capability that lets it walk through root's folders (/root is 0700) to reach that data, and
 *    no_setuid_fixup with it: without that bit access(2), by which PostgreSQL looks for its own program, ignores the capability.
 *
 * No account is ever created. The data folder may have been made by the other way: `adoptFolder` hands it over first.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export type RunAs = {
  /** Put in front of the command; empty when the process may run as it is. */
  prefix: string[];
  /** Who must own the data on disk. */
  ownerUid: number;
  ownerGid: number;
};

export type RootWay = 'namespace' | 'account';

const namespacePrefix = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

/** `initdb` looks for the server beside itself, as the server does: of what can be asked cheaply the only one that tells. */
type Probe = { initdb: string; folder: string };

/** `ways` narrows the choice so that each way can be proved on a machine where the first one already works. */
export function chooseRunAs(probe: Probe, ways: RootWay[] = ['namespace', 'account']): RunAs {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { prefix: [], ownerUid: uid, ownerGid: gid };
  if (ways.includes('namespace') && reaches(namespacePrefix, probe)) return { prefix: namespacePrefix, ownerUid: 0, ownerGid: 0 };
  const account = ways.includes('account') ? unprivilegedAccount() : null;
  if (account) {
    for (const prefix of accountPrefixes(account)) {
      if (reaches(prefix, { ...probe, folder: null })) return { prefix, ownerUid: account.uid, ownerGid: account.gid };
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and neither a user namespace nor an unprivileged account works here: start as another user, or set DATABASE_URL',
  );
}

function accountPrefixes({ uid, gid }: { uid: number; gid: number }): string[][] {
  const base = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
  return [
    [...base, '--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--'],
    [...base, '--'],
  ];
}

function reaches(prefix: string[], probe: { initdb: string; folder: string | null }): boolean {
  const [command = '', ...rest] = prefix;
  const script = `"$1" --show -D /nowhere ${probe.folder === null ? '' : '&& test -w "$2" && test -x "$2"'}`;
  const done = spawnSync(command, [...rest, '/bin/sh', '-c', script, 'sh', probe.initdb, probe.folder ?? ''], { stdio: 'ignore' });
  return done.status === 0;
}

function unprivilegedAccount(): { uid: number; gid: number } | null {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const wanted of ['postgres', 'nobody', 'daemon']) {
    const fields = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':');
    const uid = Number(fields?.[2]);
    const gid = Number(fields?.[3]);
    if (fields && uid > 0 && gid > 0) return { uid, gid };
  }
  return null;
}

/** A no-op unless the owner changes, so it costs one stat on an ordinary start. */
export function adoptFolder(folder: string, runAs: RunAs): void {
  if (process.getuid?.() !== 0 || statSync(folder).uid === runAs.ownerUid) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(path.join(entry.parentPath, entry.name), runAs.ownerUid, runAs.ownerGid);
  }
  // The folder itself last: an adoption cut short is seen as not done and starts again.
  chownSync(folder, runAs.ownerUid, runAs.ownerGid);
}
