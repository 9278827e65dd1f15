/** Listings as the platforms show them. See README.md. */
import './tables.ts';

export { applyListings } from './commands/apply-listings.ts';
export { keepReadingDetails } from './commands/save-details.ts';
export { readDetailsJobHandler } from './jobs/read-details.ts';
export { listListings } from './queries/listing-list.ts';
