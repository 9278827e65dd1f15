import type { Handlers } from '../../platform/http/handler.ts';
import { createKey, revokeKey } from './commands/api-keys.ts';
import { listApiKeys } from './queries/api-keys.ts';
import { listAuditEntries } from './queries/audit-entries.ts';
import type { DeveloperTools } from './tools.ts';

export { issueApiKey, type NewApiKey } from './commands/issue-api-key.ts';

export function developerHandlers(
  tools: DeveloperTools,
): Pick<Handlers, 'api-keys.list' | 'api-keys.create' | 'api-keys.revoke' | 'audit-entries.list'> {
  return {
    'api-keys.list': (input) => listApiKeys(tools, input),
    'api-keys.create': (input) => createKey(tools, input),
    'api-keys.revoke': (input) => revokeKey(tools, input),
    'audit-entries.list': (input) => listAuditEntries(tools, input),
  };
}
