/**
 * Which paper of the vault goes with a publication for each certificate that its leaf asks for. What is required is matched by its type;
 * what is not required goes only where a person chose it, because papers may show more than anybody needs to see.
 */
import { documentTypeOf } from '@tradewind/rules/certificate-names';
import type { VaultPaper } from '../onboarding/index.ts';
import { attributesGiven } from './publication-attributes.ts';
import type { PublicationCell } from './publication-cell.ts';

/** `optional`: neither required nor chosen · `unmatched`: nobody said which paper it is · `withdrawn`: chosen, and no longer there. */
export type PaperState = 'ready' | 'optional' | 'unmatched' | 'missing' | 'withdrawn' | 'pending' | 'expired' | 'undated';

export type WantedPaper = {
  channelCertificateId: string;
  name: string;
  details: string;
  sampleUrl: string | null;
  isRequired: boolean;
  /** Null: no table and no person has said it. */
  documentType: string | null;
  state: PaperState;
  paper: VaultPaper | null;
  /** By a person, for this publication. */
  isChosen: boolean;
  /** What may be chosen: what fits best first. */
  candidates: { paper: VaultPaper; state: PaperState }[];
};

/** `typeOf`: what a person said of a certificate of this leaf. */
type Vault = { papers: readonly VaultPaper[]; typeOf: ReadonlyMap<string, string>; now: number };
type Certificate = NonNullable<NonNullable<PublicationCell['category']>['rules']>['certificates'][number];

export function papersWanted(cell: PublicationCell, vault: Vault): WantedPaper[] {
  const certificates = cell.category?.rules?.certificates ?? [];
  if (certificates.length === 0) return [];
  const given = attributesGiven(cell);
  const isMet = ({ channelAttributeId, channelValueId }: Certificate['conditions'][number]): boolean =>
    given.some(
      (one) => one.channelAttributeId === channelAttributeId && one.values.some((value) => value.channelValueId === channelValueId),
    );
  return certificates.map((certificate) => {
    const isAsked = certificate.conditions.length === 0 || certificate.conditions.some(isMet);
    return wantedOf(certificate, {
      ...vault,
      isRequired: certificate.isRequired && isAsked,
      chosenId: cell.wish.papers[certificate.channelCertificateId],
    });
  });
}

function wantedOf(
  certificate: Certificate,
  { papers, typeOf, now, isRequired, chosenId }: Vault & { isRequired: boolean; chosenId: string | undefined },
): WantedPaper {
  const { channelCertificateId, name, details } = certificate;
  const documentType = documentTypeOf(name) ?? typeOf.get(channelCertificateId) ?? null;
  const candidates = papers
    .map((paper) => ({ paper, state: standing(paper, certificate, now) }))
    .sort((a, b) => rank(b, documentType) - rank(a, documentType) || endOf(b.paper) - endOf(a.paper) || compare(a.paper, b.paper));
  const chosen = candidates.find(({ paper }) => paper.documentId === chosenId);
  const matched = isRequired ? candidates.find(({ paper }) => paper.type === documentType) : undefined;
  const found = chosenId === undefined ? matched : chosen;
  const lacking = (): PaperState => {
    if (chosenId !== undefined) return 'withdrawn';
    if (!isRequired) return 'optional';
    return documentType === null ? 'unmatched' : 'missing';
  };
  return {
    // What was read before specimens were has none.
    ...{ channelCertificateId, name, details, sampleUrl: certificate.sampleUrl ?? null, isRequired, documentType },
    ...{ state: found?.state ?? lacking(), paper: found?.paper ?? null, isChosen: chosenId !== undefined, candidates },
  };
}

function standing({ status, validFrom, validUntil }: VaultPaper, { isExpiryRequired }: Certificate, now: number): PaperState {
  if (validUntil !== null && validUntil <= now) return 'expired';
  if (status !== 'approved' || (validFrom !== null && validFrom > now)) return 'pending';
  return isExpiryRequired && validUntil === null ? 'undated' : 'ready';
}

const STATES: readonly PaperState[] = ['expired', 'undated', 'pending', 'ready'];
const SCOPES = 10;

/** Of the right type first, then what may be sent, then what says most about this product. */
const rank = ({ paper, state }: WantedPaper['candidates'][number], documentType: string | null): number =>
  (paper.type === documentType ? 1_000 : 0) + STATES.indexOf(state) * SCOPES + paper.scopes;
const endOf = ({ validUntil }: VaultPaper): number => validUntil ?? Number.MAX_SAFE_INTEGER;
const compare = (a: VaultPaper, b: VaultPaper): number => (a.documentId < b.documentId ? -1 : 1);

const KEEPS_BACK: readonly PaperState[] = ['unmatched', 'missing', 'withdrawn', 'pending', 'expired', 'undated'];

/** By problem code, the certificates that it is about. */
export const paperFindings = (wanted: readonly WantedPaper[]): [code: string, isFound: boolean, names: string[]][] =>
  KEEPS_BACK.map((state) => {
    const names = wanted.filter((one) => one.state === state).map(({ name }) => name);
    return [`certificate-${state}`, names.length > 0, names];
  });
