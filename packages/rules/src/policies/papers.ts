import { z } from 'zod';
import type { documentTypes } from '../document-types.ts';
import { at, instant } from './inputs.ts';

/** Papers, as merchants file them. A type outside the list is taken too: no rule asks for it. */
export type DocumentType = (typeof documentTypes)[number];

export const documentType = z.string().min(1);
/** Null: it never expires. */
export const validUntil = instant.nullable();
export const paperStatus = z.enum(['approved', 'pending', 'rejected']);

/** A paper is good up to, and not at, the instant `validUntil`. @example isExpired({ validUntil: asOf }, asOf) // true */
export const isExpired = (paper: { validUntil: string | null }, asOf: string): boolean =>
  paper.validUntil !== null && at(paper.validUntil) <= at(asOf);
