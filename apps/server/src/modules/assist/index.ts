/** Suggested replies from the merchant's own knowledge. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { createEntry, removeEntry, setEntry } from './commands/keep-entry.ts';
import { saveSettings, settingsView } from './commands/save-settings.ts';
import { dismissSuggestion } from './commands/settle-suggestion.ts';
import { suggestReply } from './commands/suggest-reply.ts';
import { listEntries } from './queries/entries.ts';
import { readReport } from './queries/report.ts';

export { forgetSuggestions, noteUsed } from './commands/settle-suggestion.ts';

type AssistRoute = Extract<keyof Handlers, `${'assist-settings' | 'knowledge-entries' | 'reply-suggestions' | 'assist-report'}.${string}`>;

export function assistHandlers(services: Services): Pick<Handlers, AssistRoute> {
  const { database, clock } = services;
  return {
    'assist-settings.get': ({ caller }) => database.readMerchant(caller.merchantId, settingsView),
    'assist-settings.set': (input) => saveSettings(services, input),
    'knowledge-entries.list': ({ caller }) => database.readMerchant(caller.merchantId, (tx) => listEntries(tx, clock.now())),
    'knowledge-entries.create': (input) => createEntry(services, input),
    'knowledge-entries.set': (input) => setEntry(services, input),
    'knowledge-entries.remove': (input) => removeEntry(services, input),
    'reply-suggestions.create': (input) => suggestReply(services, input),
    'reply-suggestions.dismiss': (input) => dismissSuggestion(services, input),
    'assist-report.get': ({ caller }) => database.readMerchant(caller.merchantId, (tx) => readReport(tx, caller, clock.now())),
  };
}
