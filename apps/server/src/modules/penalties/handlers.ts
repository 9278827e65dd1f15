import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { importViolations } from './commands/import-violations.ts';
import { keepEvidence, removeEvidence } from './commands/keep-evidence.ts';
import { keepNote } from './commands/keep-note.ts';
import { openEvidence } from './commands/open-evidence.ts';
import { planAppeal } from './commands/plan-appeal.ts';
import { readAppealDraft } from './queries/appeal-draft.ts';
import { listAppeals } from './queries/appeal-list.ts';
import { readStandings } from './queries/standing.ts';
import { readViolation } from './queries/violation-detail.ts';
import { listViolations } from './queries/violation-list.ts';

type PenaltyHandlers = Pick<
  Handlers,
  | 'violations.list'
  | 'violations.get'
  | 'violations.standing'
  | 'violations.note'
  | 'violation-imports.create'
  | 'appeals.list'
  | 'appeals.draft'
  | 'appeals.create'
  | 'appeal-evidence.create'
  | 'appeal-evidence.file'
  | 'appeal-evidence.remove'
>;

export function penaltyHandlers(services: Services): PenaltyHandlers {
  return {
    'violations.list': ({ caller, query }) => listViolations(services, { caller, query }),
    'violations.get': async ({ caller, params }) => (await readViolation(services, { caller, ...params })) ?? refuse('not-found'),
    'violations.standing': ({ caller, query }) => readStandings(services, { caller, query }),
    'violations.note': ({ caller, requestId, params, body }) => keepNote(services, { caller, requestId, ...params, ...body }),
    'violation-imports.create': ({ caller, requestId, query, body }) =>
      importViolations(services, { caller, requestId, file: body, isPreview: query.isPreview === 'true' }),
    'appeals.list': ({ caller, query }) => listAppeals(services, { caller, query }),
    'appeals.draft': async ({ caller, params, query }) =>
      (await readAppealDraft(services, { caller, ...params, ...query })) ?? refuse('not-found'),
    'appeal-evidence.create': (input) => keepEvidence(services, input),
    'appeal-evidence.file': (input) => openEvidence(services, input),
    'appeal-evidence.remove': (input) => removeEvidence(services, input),
    'appeals.create': ({ caller, requestId, body }) => planAppeal(services, { caller, requestId, ...body }),
  };
}
