import { markets } from './markets.ts';

/**
 * Qualification documents by type: those that rules of the platform name, and those that merchants file for openings and brands. A type
 * outside the list is taken too, if it is written like these.
 */
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

/** Whole days before a paper ends on which its merchant is warned, the earliest first. */
export const warningDays = [30, 7, 1] as const;

const otherZones: Readonly<Record<string, string>> = {
  CN: 'Asia/Shanghai',
  HK: 'Asia/Hong_Kong',
  TW: 'Asia/Taipei',
  KR: 'Asia/Seoul',
  NL: 'Europe/Amsterdam',
  PL: 'Europe/Warsaw',
  BE: 'Europe/Brussels',
  AT: 'Europe/Vienna',
  CZ: 'Europe/Prague',
  SE: 'Europe/Stockholm',
};
/** Where a day ends first: of a country without a zone here, a paper rather ends too early for us than too late for the platform. */
const EARLIEST = 'Pacific/Kiritimati';

/** Zone of the days that are printed on a paper of that country. */
export const zoneOfPaper = (country: string): string => markets[country]?.timeZone ?? otherZones[country] ?? EARLIEST;
