/** Listings as the platforms show them. See README.md. */
import './tables.ts';

export { applyListings } from './commands/apply-listings.ts';
export { mapCategory } from './commands/map-category.ts';
export { keepReadingDetails } from './commands/save-details.ts';
export { categoryDuties } from './duties.ts';
export { followPublicationJobHandler } from './jobs/follow-publication.ts';
export { makeGlobalJobHandler } from './jobs/make-global-product.ts';
export { preparePublicationsJobHandler } from './jobs/prepare-publications.ts';
export { publishGlobalJobHandler } from './jobs/publish-global-product.ts';
export { readDetailsJobHandler } from './jobs/read-details.ts';
export { sendPublicationJobHandler } from './jobs/send-publication.ts';
export { submitRunJobHandler } from './jobs/submit-run.ts';
export { switchListingsJobHandler } from './jobs/switch-listings.ts';
export { publicationHandlers } from './publication-handlers.ts';
export { listCategoryMappings } from './queries/category-mappings.ts';
export { listListings } from './queries/listing-list.ts';
export { listingIntents } from './unsettled.ts';
