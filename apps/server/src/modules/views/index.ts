/** Saved views of tables. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import { chooseView } from './commands/choose-view.ts';
import { createView, removeView, updateView, type ViewTools } from './commands/save-view.ts';
import { listViews } from './queries/visible-views.ts';

type ViewHandlers = Pick<
  Handlers,
  'saved-views.list' | 'saved-views.create' | 'saved-views.update' | 'saved-views.remove' | 'saved-views.choose'
>;

export function viewHandlers(tools: ViewTools): ViewHandlers {
  return {
    'saved-views.list': (input) => listViews(tools, input),
    'saved-views.create': (input) => createView(tools, input),
    'saved-views.update': (input) => updateView(tools, input),
    'saved-views.remove': (input) => removeView(tools, input),
    'saved-views.choose': (input) => chooseView(tools, input),
  };
}
