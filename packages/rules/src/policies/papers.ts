import { z } from 'zod';
import { at, instant } from './inputs.ts';

/** Papers, as merchants file them. A type outside the list is taken too: no rule asks for it. */
export const documentTypes = [
  'BUSINESS_LICENCE',
  'LEGAL_REP_ID',
  'LEGAL_REP_PHOTO_WITH_DATE',
  'CORPORATE_BANK_ACCOUNT',
  'EXPORT_DECLARATION_COMMITMENT',
  'BRAND_AUTHORISATION',
  'EPR_REGISTRATION',
  'CPSC_DECLARATION',
  'SGS_TEST_REPORT',
  'THAI_FDA',
  'UKCA_DECLARATION',
  'COFEPRIS_OPERATION_NOTICE',
  'MX_US_ENTITY_RELATION',
  'VAT_REGISTRATION',
] as const;
export type DocumentType = (typeof documentTypes)[number];

export const documentType = z.string().min(1);
/** Null: it never expires. */
export const validUntil = instant.nullable();
export const paperStatus = z.enum(['approved', 'pending', 'rejected']);

/** A paper is good up to, and not at, the instant `validUntil`. @example isExpired({ validUntil: asOf }, asOf) // true */
export const isExpired = (paper: { validUntil: string | null }, asOf: string): boolean =>
  paper.validUntil !== null && at(paper.validUntil) <= at(asOf);
