import type { Config } from '../config.ts';
import { realRandom } from '../platform/clock/real-random.ts';
import { forgetMasterKey, rotateMasterKey } from '../platform/secrets/rotate.ts';
import type { Storage } from '../storage.ts';

type Given = { 'add-only'?: boolean | undefined; id?: string | undefined };
type Tools = { config: Config; storage: Storage; say: (line: string) => void };

/** `tradewind keys rotate`: a new master key, beside a running workbench or without one; run again, it finishes what was cut off. */
export async function rotateKeysCommand({ config, storage, say }: Tools, given: Given): Promise<void> {
  const parts = { access: storage.access, database: storage.database, file: config.masterKeyFile, random: realRandom };
  const addOnly = given['add-only'] === true;
  const rotation = await rotateMasterKey(parts, { addOnly });
  const { masterKeyId, resumed, rewrapped, olderKeyIds } = rotation;
  say(
    resumed
      ? `a rotation to ${masterKeyId} had been cut off, or begun with --add-only`
      : `${config.masterKeyFile} has the new key ${masterKeyId}`,
  );
  if (addOnly) say('nothing is wrapped with it yet: copy the file to every machine that serves, then run keys rotate');
  else say(`${rewrapped} data keys are wrapped anew; both keys stay valid`);
  if (olderKeyIds.length > 0)
    say(
      `older keys are kept for backups made before: ${olderKeyIds.join(', ')}. When none of those is left: keys forget --id ${olderKeyIds.at(-1)}`,
    );
  say('keep a copy of the key file apart from the backups, now that it has changed');
  say(JSON.stringify({ rotation }));
}

/** `tradewind keys forget --id ID`: refused while any data key hangs on it. */
export async function forgetKeyCommand({ config, storage, say }: Tools, given: Given): Promise<void> {
  if (!given.id) throw new Error('keys forget needs --id KEY');
  await forgetMasterKey({ access: storage.access, file: config.masterKeyFile, random: realRandom }, given.id);
  say(`${given.id} is forgotten: backups that need it can no longer be restored here`);
}
