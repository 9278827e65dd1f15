/** Packages of all shops, and how they leave. See README.md. */
import './tables.ts';

export { applyPackages } from './commands/apply-packages.ts';
export { fulfilmentHandlers } from './handlers.ts';
export { changePackageJobHandler } from './jobs/change-package.ts';
export { shipPackagesJobHandler } from './jobs/ship-packages.ts';
export { packageTimeline } from './package-timeline.ts';
export { packagesOfOrder } from './queries/packages.ts';
export type { HoldsOf } from './queries/parcel-facts.ts';
export { shipmentTimeline } from './shipment-timeline.ts';
export { fulfilmentIntents } from './unsettled.ts';
