import { existsSync } from 'node:fs';
import type { DatabaseAccess } from '../database/roles.ts';
import { withClient } from '../database/roles.ts';
import { newestOf, readMasterKeys } from '../secrets/master-key.ts';
import { SealRefused, unwrapDataKey } from '../secrets/secrets.ts';
import { type Finding, good, note, wrong } from './finding.ts';

const PUT_BACK =
  'put the master key file that was in use back in its place, from the copy kept apart from the backups (docs/operate/keys.md)';

/** Whether the file is there and every merchant's data key opens with it. Makes nothing: a new key would hide that the old one is lost. */
export async function keys(access: Pick<DatabaseAccess, 'backup'>, masterKeyFile: string): Promise<Finding[]> {
  const wrapped = await withClient(access.backup, (client) =>
    client.query<{ merchant_id: string; key_id: string; master_key_id: string; wrapped: Buffer }>(
      'SELECT merchant_id, key_id, master_key_id, wrapped FROM tenant.merchant_key ORDER BY merchant_id, key_id',
    ),
  );
  if (!existsSync(masterKeyFile)) {
    return wrapped.rows.length === 0
      ? [note('keys', `${masterKeyFile} does not exist yet`, 'nothing to do: the first start makes it')]
      : [wrong('keys', `${masterKeyFile} is missing, and ${wrapped.rows.length} merchants' keys hang on it`, PUT_BACK)];
  }
  const held = readMasterKeys(masterKeyFile);
  const byId = (id: string): Buffer | undefined => held.find((key) => key.id === id)?.key;
  const lost = wrapped.rows.filter((row) => !opens(() => unwrapDataKey({ byId }, row)));
  if (lost.length > 0) {
    const ids = [...new Set(lost.map((row) => row.master_key_id))].join(', ');
    return [wrong('keys', `${lost.length} of ${wrapped.rows.length} merchants' keys do not open (master key ${ids})`, PUT_BACK)];
  }
  const newest = newestOf(held);
  const behind = wrapped.rows.filter((row) => row.master_key_id !== newest.id).length;
  if (behind > 0)
    return [
      note('keys', `a rotation is unfinished: ${behind} data keys hang on an older master key`, 'run tradewind keys rotate to finish it'),
    ];
  return [
    good(
      'keys',
      `${wrapped.rows.length} data keys open with the master key ${newest.id}${held.length > 1 ? `, ${held.length - 1} older kept` : ''}`,
    ),
  ];
}

function opens(unwrap: () => unknown): boolean {
  try {
    unwrap();
    return true;
  } catch (error) {
    if (error instanceof SealRefused) return false;
    throw error;
  }
}
