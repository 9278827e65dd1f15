import type { NewJob } from '../../platform/lanes/lanes.ts';

export const shipPackagesKind = 'fulfilment.ship-packages';
export const changePackageKind = 'fulfilment.change-package';

/** One lane for both: a package is not cut while it leaves. Of its own, so that a thousand labels keep no orders waiting. */
const lane = (shopId: string): string => `shop:${shopId}:shipping`;

export const shipPackagesJob = (shopId: string, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind: shipPackagesKind, payload: { shopId }, dedupeKey: 'ship', dueAt },
});
export const changePackageJob = ({ shopId, changeId }: { shopId: string; changeId: string }, dueAt: number): NewJob => ({
  ...{ lane: lane(shopId), kind: changePackageKind, payload: { shopId, changeId }, dedupeKey: changeId, dueAt },
});
