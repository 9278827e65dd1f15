/**
 * Which of our document types a certificate is that a platform asks for by name. Platforms publish no list of these names, so the rows go by
 * what the paper is called where it comes from; each says whose word that is. A name that speaks of two papers, or of none here, is for a
 * person to say.
 */
import type { documentTypes } from './document-types.ts';

type CertificateName = { type: (typeof documentTypes)[number]; words: RegExp; source: string };

export const certificateNames: readonly CertificateName[] = [
  {
    type: 'THAI_FDA',
    words: /\bthai(?:land)? (?:fda|food and drug)\b/i,
    source: 'Thai Food and Drug Administration: notification and registration of cosmetics and food',
  },
  { type: 'CPSC_DECLARATION', words: /\bcpsc\b/i, source: 'US Consumer Product Safety Commission, its own name' },
  { type: 'CPSC_DECLARATION', words: /\bchildren.?s product certificate\b/i, source: '16 CFR 1110.3: certificate of goods for children' },
  { type: 'CPSC_DECLARATION', words: /\bgeneral certificate of conformity\b/i, source: '16 CFR 1110.3: certificate of other goods' },
  { type: 'UKCA_DECLARATION', words: /\bukca\b/i, source: 'UK Product Safety and Metrology etc. Regulations 2019: mark and declaration' },
  { type: 'EPR_REGISTRATION', words: /\bepr\b|\bextended producer responsibility\b/i, source: 'Directive 2008/98/EC article 8a' },
  { type: 'EPR_REGISTRATION', words: /\blucid\b/i, source: 'German packaging register, § 9 VerpackG' },
  { type: 'SGS_TEST_REPORT', words: /\bsgs\b|\btest report\b/i, source: 'policy compliance-gate, row id-sgs' },
  { type: 'BRAND_AUTHORISATION', words: /\bbrand authori[sz]ation\b/i, source: 'policy store-opening, row cn-brand' },
  {
    type: 'COFEPRIS_OPERATION_NOTICE',
    words: /\bcofepris\b|\baviso de funcionamiento\b/i,
    source: 'Ley General de Salud, article 200 Bis',
  },
];

/** Null: a person says which paper it is. */
export function documentTypeOf(certificateName: string): string | null {
  const types = new Set(certificateNames.filter(({ words }) => words.test(certificateName)).map(({ type }) => type));
  const [type = null] = types;
  return types.size === 1 ? type : null;
}
