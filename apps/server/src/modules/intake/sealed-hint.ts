import type { SealContext } from '../../platform/secrets/secrets.ts';

/** The raw hint lies sealed: nothing reads it but a person in search of a fault, and it may name a buyer. */
export const hintContext = ({ channel, notificationId }: { channel: string; notificationId: string }): SealContext => ({
  object: `${channel} ${notificationId}`,
  field: 'hint',
  version: 0,
});
