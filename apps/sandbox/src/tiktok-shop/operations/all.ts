/** Every operation this sandbox speaks. */
import type { Operation } from '../operation.ts';
import { AD_SPEND_OPERATIONS } from './ad-spend.ts';
import { AFTERSALE_CHOICE_OPERATIONS } from './after-sale-choices.ts';
import { AFTERSALE_OPERATIONS } from './aftersales.ts';
import { ANALYTICS_OPERATIONS } from './analytics.ts';
import { AUTHORIZATION_OPERATIONS } from './authorization.ts';
import { CANCELLATION_OPERATIONS } from './cancellations.ts';
import { CATALOGUE_OPERATIONS } from './catalogue.ts';
import { CONVERSATION_OPERATIONS } from './conversations.ts';
import { EVENT_OPERATIONS } from './events.ts';
import { FINANCE_OPERATIONS } from './finance.ts';
import { GLOBAL_PRODUCT_OPERATIONS } from './global-products.ts';
import { LISTING_CHECK_OPERATIONS } from './listing-checks.ts';
import { LOGISTICS_OPERATIONS } from './logistics.ts';
import { OPENING_OPERATIONS } from './openings.ts';
import { ORDER_OPERATIONS } from './orders.ts';
import { PACKAGE_CUT_OPERATIONS } from './package-cuts.ts';
import { PACKAGE_OPERATIONS } from './packages.ts';
import { PRODUCT_WRITE_OPERATIONS } from './product-writes.ts';
import { PRODUCT_OPERATIONS } from './products.ts';
import { RETURN_OPERATIONS } from './returns.ts';
import { REVIEW_OPERATIONS } from './reviews.ts';
import { SHIPPING_OPERATIONS } from './shipping.ts';
import { SHIPPING_CHOICE_OPERATIONS } from './shipping-choices.ts';
import { SHIPPING_DOCUMENT_OPERATIONS } from './shipping-documents.ts';
import { UPLOAD_OPERATIONS } from './uploads.ts';
import { VIOLATION_OPERATIONS } from './violations.ts';

export const OPERATIONS: readonly Operation[] = [
  ...AUTHORIZATION_OPERATIONS,
  ...CATALOGUE_OPERATIONS,
  ...PRODUCT_OPERATIONS,
  ...PRODUCT_WRITE_OPERATIONS,
  ...LISTING_CHECK_OPERATIONS,
  ...UPLOAD_OPERATIONS,
  ...GLOBAL_PRODUCT_OPERATIONS,
  ...LOGISTICS_OPERATIONS,
  ...ORDER_OPERATIONS,
  ...PACKAGE_OPERATIONS,
  ...SHIPPING_OPERATIONS,
  ...SHIPPING_CHOICE_OPERATIONS,
  ...SHIPPING_DOCUMENT_OPERATIONS,
  ...PACKAGE_CUT_OPERATIONS,
  ...AFTERSALE_OPERATIONS,
  ...AFTERSALE_CHOICE_OPERATIONS,
  ...CANCELLATION_OPERATIONS,
  ...RETURN_OPERATIONS,
  ...CONVERSATION_OPERATIONS,
  ...ANALYTICS_OPERATIONS,
  ...FINANCE_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...AD_SPEND_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...VIOLATION_OPERATIONS,
  ...OPENING_OPERATIONS,
];
