/** Listings as the platforms show them. See README.md. */
import './tables.ts';

export { applyListings } from './commands/apply-listings.ts';
export { listListings } from './queries/listing-list.ts';
