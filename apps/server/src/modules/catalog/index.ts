/** The merchant's own products and variants. See README.md. */
import './tables.ts';

export { linkPublished } from './commands/link-published.ts';
export { matchListings } from './commands/match-listings.ts';
export { takeInListings } from './commands/take-in-listings.ts';
export { attributesFor, type GivenAttribute, leavesFor } from './groups/for-shops.ts';
export { catalogHandlers } from './handlers.ts';
export { runImportJobHandler } from './jobs/run-import.ts';
