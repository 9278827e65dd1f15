import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { loadTexts } from '../shared/i18n/index.ts';

/** What buyers say, and how the team shares it. */
export function inboxRoutes<Shell extends AnyRoute>(shell: Shell) {
  const inbox = createRoute({
    getParentRoute: () => shell,
    path: '/inbox',
    loader: () => Promise.all((['assist', 'inbox', 'inbox-team', 'translation'] as const).map(loadTexts)),
    component: lazyRouteComponent(() => import('../features/inbox/team/layout.tsx'), 'InboxLayout'),
  });
  const conversations = createRoute({
    getParentRoute: () => inbox,
    path: '/',
    component: lazyRouteComponent(() => import('../features/inbox/page.tsx'), 'InboxPage'),
  });
  const assignmentRules = createRoute({
    getParentRoute: () => inbox,
    path: '/rules',
    component: lazyRouteComponent(() => import('../features/inbox/team/rules-page.tsx'), 'AssignmentRulesPage'),
  });
  const workingHours = createRoute({
    getParentRoute: () => inbox,
    path: '/hours',
    component: lazyRouteComponent(() => import('../features/inbox/team/hours-page.tsx'), 'WorkingHoursPage'),
  });
  const knowledge = createRoute({
    getParentRoute: () => inbox,
    path: '/knowledge',
    component: lazyRouteComponent(() => import('../features/inbox/assist/knowledge-page.tsx'), 'KnowledgePage'),
  });
  const replyReport = createRoute({
    getParentRoute: () => inbox,
    path: '/report',
    component: lazyRouteComponent(() => import('../features/inbox/team/report-page.tsx'), 'ReplyReportPage'),
  });
  return inbox.addChildren([conversations, assignmentRules, workingHours, knowledge, replyReport]);
}
