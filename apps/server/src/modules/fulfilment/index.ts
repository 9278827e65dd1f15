/** Packages of all shops, and how they leave. See README.md. */
import './tables.ts';

export { applyPackages } from './commands/apply-packages.ts';
export { forgetTracking } from './commands/keep-tracking.ts';
export { fulfilmentHandlers } from './handlers.ts';
export { changePackageJobHandler } from './jobs/change-package.ts';
export { followParcelsJobHandler } from './jobs/follow-parcels.ts';
export { shipPackagesJobHandler } from './jobs/ship-packages.ts';
export { packageTimeline } from './package-timeline.ts';
export { packagesOfOrder } from './queries/packages.ts';
export type { HoldsOf } from './queries/parcel-facts.ts';
export { shipmentTimeline } from './shipment-timeline.ts';
export { trackingReading } from './tracking-jobs.ts';
export { trackingTimeline } from './tracking-timeline.ts';
export { fulfilmentIntents } from './unsettled.ts';
