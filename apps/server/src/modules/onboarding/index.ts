/** Qualification documents, the compliance gate and what it locks, and opening further shops. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { changeDocument, withdrawDocument } from './commands/change-document.ts';
import { changeOpening, discardOpening, draftOpening } from './commands/draft-opening.ts';
import { fileDocument, replaceFile } from './commands/file-document.ts';
import { openFile } from './commands/open-file.ts';
import { createOwnRule, listOwnRules, removeOwnRule } from './commands/own-rules.ts';
import { submitOpening } from './commands/submit-opening.ts';
import { listCompliance } from './queries/compliance-list.ts';
import { listDocuments, readDocument } from './queries/documents.ts';
import { listCandidates } from './queries/opening-candidates.ts';
import { listOpenings, readOpening } from './queries/opening-list.ts';

export { watchDocuments } from './commands/watch-documents.ts';
export { documentDuties, lockDuties, openingDuties } from './duties.ts';
export { complianceGate, type GateSubject, type GateVerdict } from './gate.ts';
export { followOpeningJobHandler } from './jobs/follow-opening.ts';
export { submitOpeningJobHandler } from './jobs/submit-opening.ts';
export { type EntityPaper, papersOfEntity } from './queries/entity-papers.ts';
export { lockedAmong } from './queries/gated-listings.ts';
export { paperNames, papersFor, takePaper, type VaultPaper } from './queries/papers-for.ts';
export { openingIntents } from './unsettled.ts';

type OnboardingHandlers = Pick<
  Handlers,
  | 'documents.list'
  | 'documents.create'
  | 'documents.get'
  | 'documents.update'
  | 'documents.remove'
  | 'documents.file'
  | 'documents.replace-file'
  | 'compliance.list'
  | 'compliance-rules.list'
  | 'compliance-rules.create'
  | 'compliance-rules.remove'
  | 'opening-candidates.list'
  | 'openings.list'
  | 'openings.create'
  | 'openings.get'
  | 'openings.update'
  | 'openings.remove'
  | 'openings.submit'
>;

export function onboardingHandlers(services: Services): OnboardingHandlers {
  return {
    'documents.list': (input) => listDocuments(services, input),
    'documents.create': (input) => fileDocument(services, input),
    'documents.get': ({ caller, params }) => readDocument(services, { caller, ...params }),
    'documents.update': (input) => changeDocument(services, input),
    'documents.remove': (input) => withdrawDocument(services, input),
    'documents.file': (input) => openFile(services, input),
    'documents.replace-file': (input) => replaceFile(services, input),
    'compliance.list': (input) => listCompliance(services, input),
    'compliance-rules.list': (input) => listOwnRules(services, input),
    'compliance-rules.create': (input) => createOwnRule(services, input),
    'compliance-rules.remove': (input) => removeOwnRule(services, input),
    'opening-candidates.list': (input) => listCandidates(services, input),
    'openings.list': (input) => listOpenings(services, input),
    'openings.create': (input) => draftOpening(services, input),
    'openings.get': ({ caller, params }) => readOpening(services, { caller, ...params }),
    'openings.update': (input) => changeOpening(services, input),
    'openings.remove': (input) => discardOpening(services, input),
    'openings.submit': (input) => submitOpening(services, input),
  };
}
