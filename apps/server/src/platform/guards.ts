/**
 * The safeguards that keep the workbench's figures true on bad days, each with a name under which a drill may switch it off to see that
 * its absence is noticed. Everywhere else all of them stand.
 */
export const guardNames = ['no-sweep', 'no-version-check', 'cursor-before-apply', 'ack-before-commit', 'refresh-race', 'no-fence'] as const;
export type GuardName = (typeof guardNames)[number];
/** Those of stock: the drill that takes them away plays in processes of its own, so no setting names them. */
export const stockGuardNames = ['no-guard', 'no-insert-first', 'release-twice', 'bundle-part-forgotten'] as const;
export type StockGuardName = (typeof stockGuardNames)[number];
/** Those of shipping, which its drill takes away; beside them the fence. */
export const shippingGuardNames = ['retry-on-unknown', 'done-before-send', 'no-fence'] as const;
export type ShippingGuardName = (typeof shippingGuardNames)[number];
/** Those of messages, which their drill takes away. */
export const messageGuardNames = ['retry-on-unknown', 'arrival-order', 'no-sweep'] as const;
export type MessageGuardName = (typeof messageGuardNames)[number];

export type Guards = {
  /** What a webhook did not tell is found by listing. Off: after the back-fill nothing is swept. */
  sweep: boolean;
  /** A version older than the stored one is not applied. */
  versionCheck: boolean;
  /** A cursor moves in the transaction of the page it stands for. Off: in one of its own, before. */
  cursorWithPage: boolean;
  /** A webhook is answered when it is on disk. Off: as soon as its signature is checked. */
  commitBeforeAck: boolean;
  /** Who refreshes a token holds its authorisation's row meanwhile. */
  refreshLock: boolean;
  /** A turn writes only while its lane is still its own. */
  fence: boolean;
  /** A stock level moves only while no unit is promised twice. */
  stockGuard: boolean;
  /** A stock level is made before it is locked. */
  stockInsertFirst: boolean;
  /** Only what is held is released. */
  releaseOnce: boolean;
  /** A bundle takes all of its parts. Off: the first. */
  bundleParts: boolean;
  /** What a platform may have taken is looked for before it is sent again. */
  lookBeforeSending: boolean;
  /** A wish is done when its answer is there. Off: before the call. */
  sentBeforeDone: boolean;
  /** Messages stand as the platform counts them. Off: by their second and their number, as its pages bring them. */
  platformOrder: boolean;
};

/** All of them, but for the one named. */
export function guardsWithout(name?: GuardName | StockGuardName | ShippingGuardName | MessageGuardName): Guards {
  return {
    sweep: name !== 'no-sweep',
    versionCheck: name !== 'no-version-check',
    cursorWithPage: name !== 'cursor-before-apply',
    commitBeforeAck: name !== 'ack-before-commit',
    refreshLock: name !== 'refresh-race',
    fence: name !== 'no-fence',
    stockGuard: name !== 'no-guard',
    stockInsertFirst: name !== 'no-insert-first',
    releaseOnce: name !== 'release-twice',
    bundleParts: name !== 'bundle-part-forgotten',
    lookBeforeSending: name !== 'retry-on-unknown',
    sentBeforeDone: name !== 'done-before-send',
    platformOrder: name !== 'arrival-order',
  };
}
