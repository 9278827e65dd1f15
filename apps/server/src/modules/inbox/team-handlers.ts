import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { acceptOrNot } from './commands/accept.ts';
import { removeHours, setHours } from './commands/keep-hours.ts';
import { createLabel, listLabels, putLabel, removeLabel, setLabel, takeLabel } from './commands/keep-label.ts';
import { createMacro, listMacros, removeMacro, setMacro } from './commands/keep-macro.ts';
import { arrangeRules, createRule, removeRule, setRule } from './commands/keep-rule.ts';
import { runMacro } from './commands/run-macro.ts';
import { listAgents } from './queries/agents.ts';
import { listRules } from './queries/assignment-rules.ts';
import { readReplyReport } from './queries/reply-report.ts';
import { tryRule } from './queries/try-rule.ts';
import { listHours } from './queries/working-hours.ts';

type TeamRoute = Extract<
  keyof Handlers,
  | `${'conversation-labels' | 'inbox-agents' | 'assignment-rules' | 'inbox-macros' | 'working-hours' | 'reply-report'}.${string}`
  | 'conversations.put-label'
  | 'conversations.take-label'
>;

/** How colleagues share the inbox, and how fast they answer. */
export function inboxTeamHandlers(services: Services): Pick<Handlers, TeamRoute> {
  return {
    'conversation-labels.list': ({ caller }) => listLabels(services, caller),
    'conversation-labels.create': (input) => createLabel(services, input),
    'conversation-labels.set': (input) => setLabel(services, input),
    'conversation-labels.remove': (input) => removeLabel(services, input),
    'conversations.put-label': (input) => putLabel(services, input),
    'conversations.take-label': (input) => takeLabel(services, input),
    'inbox-agents.list': ({ caller }) => listAgents(services, caller),
    'inbox-agents.accept': (input) => acceptOrNot(services, input),
    'assignment-rules.list': ({ caller }) => listRules(services, caller),
    'assignment-rules.create': (input) => createRule(services, input),
    'assignment-rules.set': (input) => setRule(services, input),
    'assignment-rules.arrange': (input) => arrangeRules(services, input),
    'assignment-rules.remove': (input) => removeRule(services, input),
    'assignment-rules.try': (input) => tryRule(services, input),
    'inbox-macros.list': ({ caller }) => listMacros(services, caller),
    'inbox-macros.create': (input) => createMacro(services, input),
    'inbox-macros.set': (input) => setMacro(services, input),
    'inbox-macros.remove': (input) => removeMacro(services, input),
    'inbox-macros.run': (input) => runMacro(services, input),
    'working-hours.list': ({ caller }) => listHours(services, caller),
    'working-hours.set': (input) => setHours(services, input),
    'working-hours.remove': (input) => removeHours(services, input),
    'reply-report.get': ({ caller, query }) => readReplyReport(services, { caller, query }),
  };
}
