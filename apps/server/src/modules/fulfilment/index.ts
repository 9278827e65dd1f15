/** Packages of all shops. See README.md. */
import './tables.ts';

export { applyPackages } from './commands/apply-packages.ts';
export { packageTimeline } from './package-timeline.ts';
export { listPackages, packagesOfOrder } from './queries/packages.ts';
