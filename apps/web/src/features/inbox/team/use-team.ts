import { useQuery } from '@tanstack/react-query';
import type { ConversationLabel, InboxAgent, InboxMacro } from '@tradewind/contract/types';
import { useCan } from '../../../app/session.ts';
import { apiQuery } from '../../../shared/api/call.ts';

const noAgents: InboxAgent[] = [];
const noLabels: ConversationLabel[] = [];
const noMacros: InboxMacro[] = [];

/** Colleagues who may answer buyers. */
export const useAgents = (): InboxAgent[] =>
  useQuery({ ...apiQuery('inbox-agents.list', {}), staleTime: 60_000, enabled: useCan('buyers:read') }).data?.items ?? noAgents;

export const useLabels = (): ConversationLabel[] =>
  useQuery({ ...apiQuery('conversation-labels.list', {}), staleTime: 60_000, enabled: useCan('buyers:read') }).data?.items ?? noLabels;

export const useMacros = (): InboxMacro[] =>
  useQuery({ ...apiQuery('inbox-macros.list', {}), staleTime: 60_000, enabled: useCan('buyers:read') }).data?.items ?? noMacros;
