import { z } from 'zod';
import { route } from '../route.ts';
import { instant, market, uuid } from '../shapes.ts';
import { conversation } from './conversations.ts';
import { shopChip } from './orders.ts';

const name = z.string().trim().min(1).max(60);
const colour = z.enum(['grey', 'blue', 'teal', 'violet', 'pink', 'brown']);
/** ISO 639-1, as a buyer may write. */
const language = z.string().regex(/^[a-z]{2}$/, 'a language code such as es');
export const conversationLabel = z.strictObject({ id: uuid, name, colour, conversations: z.int() });
const ofLabel = z.strictObject({ labelId: uuid });
const ofBoth = z.strictObject({ conversationId: uuid, labelId: uuid });

export const inboxAgent = z.strictObject({
  id: uuid,
  name: z.string(),
  isMe: z.boolean(),
  /** Whether rules may give them conversations. */
  isAccepting: z.boolean(),
  /** Conversations of theirs in which a buyer waits and which are not set aside. */
  load: z.int(),
  /** Null: all shops. */
  shopIds: z.array(uuid).nullable(),
});

const ruleFields = {
  name: z.string().trim().min(1).max(80),
  isLive: z.boolean(),
  /** Empty lists are no conditions. */
  shopIds: z.array(uuid).max(200),
  markets: z.array(market).max(60),
  /** Of the buyer’s last words, as far as it is known. */
  languages: z.array(language).max(30),
  /** By the working hours of the shop. */
  hours: z.enum(['any', 'open', 'closed']),
  memberIds: z.array(uuid).min(1).max(100),
  by: z.enum(['round-robin', 'least-loaded']),
  /** Nobody is given more buyers who wait than this. */
  mostOpen: z.int().min(1).max(1000).nullable(),
};
export const assignmentRule = z.strictObject({
  id: uuid,
  ...ruleFields,
  version: z.int(),
  /** How many conversations it gave away in the last 30 days. */
  given: z.int(),
  changedBy: z.string(),
  changedAt: instant,
});
const ruleList = z.strictObject({ items: z.array(assignmentRule), limit: z.int() });
const ofRule = z.strictObject({ assignmentRuleId: uuid });

const macroAct = z.discriminatedUnion('kind', [
  /** A draft with blanks, as of a saved reply: it comes into the box, and a person sends it. */
  z.strictObject({ kind: z.literal('reply'), text: z.string().trim().min(1).max(2000) }),
  z.strictObject({ kind: z.literal('label'), labelId: uuid }),
  /** `me`: whoever runs it; null: nobody. */
  z.strictObject({ kind: z.literal('assign'), memberId: z.union([uuid, z.literal('me')]).nullable() }),
  /** Null: until the buyer writes again. */
  z.strictObject({ kind: z.literal('set-aside'), hours: z.int().min(1).max(720).nullable() }),
]);
const macroFields = {
  name,
  /** The key of the keyboard that runs it. */
  key: z.enum(['1', '2', '3', '4', '5', '6', '7', '8', '9']).nullable(),
  acts: z
    .array(macroAct)
    .min(1)
    .max(10)
    .refine(
      (acts) =>
        acts.filter(({ kind }) => kind !== 'label').length ===
        new Set(acts.filter(({ kind }) => kind !== 'label').map(({ kind }) => kind)).size,
      'one act of each kind, labels apart',
    ),
};
export const inboxMacro = z.strictObject({ id: uuid, ...macroFields, changedBy: z.string(), changedAt: instant });
const ofMacro = z.strictObject({ macroId: uuid });

export const inboxTeamRoutes = {
  'conversation-labels.list': route({
    id: 'conversation-labels.list',
    method: 'get',
    path: '/conversation-labels',
    scope: 'buyers:read',
    summary: 'Labels of conversations by name, with how many bear each',
    answer: z.strictObject({ items: z.array(conversationLabel) }),
  }),
  'conversation-labels.create': route({
    id: 'conversation-labels.create',
    method: 'post',
    path: '/conversation-labels',
    scope: 'returns:write',
    summary: 'Make a label, at most a hundred',
    idempotent: true,
    status: 201,
    body: z.strictObject({ name, colour }),
    answer: conversationLabel,
  }),
  'conversation-labels.set': route({
    id: 'conversation-labels.set',
    method: 'put',
    path: '/conversation-labels/{labelId}',
    scope: 'returns:write',
    summary: 'Rename or recolour a label, on every conversation that bears it',
    params: ofLabel,
    body: z.strictObject({ name, colour }),
    answer: conversationLabel,
  }),
  'conversation-labels.remove': route({
    id: 'conversation-labels.remove',
    method: 'delete',
    path: '/conversation-labels/{labelId}',
    scope: 'returns:write',
    summary: 'Take a label away, from every conversation that bears it',
    params: ofLabel,
    status: 204,
  }),
  'conversations.put-label': route({
    id: 'conversations.put-label',
    method: 'put',
    path: '/conversations/{conversationId}/labels/{labelId}',
    scope: 'returns:write',
    summary: 'Put a label on a conversation',
    params: ofBoth,
    body: z.strictObject({}),
    answer: conversation,
  }),
  'conversations.take-label': route({
    id: 'conversations.take-label',
    method: 'delete',
    path: '/conversations/{conversationId}/labels/{labelId}',
    scope: 'returns:write',
    summary: 'Take a label off a conversation',
    params: ofBoth,
    status: 204,
  }),
  'inbox-agents.list': route({
    id: 'inbox-agents.list',
    method: 'get',
    path: '/inbox-agents',
    scope: 'buyers:read',
    summary: 'Colleagues who may answer buyers, whether they take more, and how many wait for them',
    answer: z.strictObject({ items: z.array(inboxAgent) }),
  }),
  'inbox-agents.accept': route({
    id: 'inbox-agents.accept',
    method: 'put',
    path: '/inbox-agents/{agentId}',
    scope: 'returns:write',
    summary: 'Say whether rules may give conversations to oneself, or, for those who see members, to a colleague',
    params: z.strictObject({ agentId: uuid }),
    body: z.strictObject({ isAccepting: z.boolean() }),
    answer: inboxAgent,
  }),
  'assignment-rules.list': route({
    id: 'assignment-rules.list',
    method: 'get',
    path: '/assignment-rules',
    scope: 'buyers:read',
    summary: 'Rules that give waiting conversations to agents, in the order in which they are asked',
    answer: ruleList,
  }),
  'assignment-rules.create': route({
    id: 'assignment-rules.create',
    method: 'post',
    path: '/assignment-rules',
    scope: 'orders:write',
    summary: 'Keep a rule, behind all others',
    idempotent: true,
    status: 201,
    body: z.strictObject(ruleFields),
    answer: assignmentRule,
  }),
  'assignment-rules.set': route({
    id: 'assignment-rules.set',
    method: 'put',
    path: '/assignment-rules/{assignmentRuleId}',
    scope: 'orders:write',
    summary: 'Change a rule as it was read',
    params: ofRule,
    body: z.strictObject({ version: z.int().min(1), ...ruleFields }),
    answer: assignmentRule,
  }),
  'assignment-rules.arrange': route({
    id: 'assignment-rules.arrange',
    method: 'put',
    path: '/assignment-rule-order',
    scope: 'orders:write',
    summary: 'Say in which order rules are asked: all of them, the first first',
    body: z.strictObject({ assignmentRuleIds: z.array(uuid).min(1).max(50) }),
    answer: ruleList,
  }),
  'assignment-rules.remove': route({
    id: 'assignment-rules.remove',
    method: 'delete',
    path: '/assignment-rules/{assignmentRuleId}',
    scope: 'orders:write',
    summary: 'Take a rule away; what it gave stays given',
    params: ofRule,
    status: 204,
  }),
  'assignment-rules.try': route({
    id: 'assignment-rules.try',
    method: 'post',
    path: '/assignment-rule-trials',
    scope: 'buyers:read',
    summary: 'To whom a rule as written would give the latest conversations, as if each buyer waited now; nothing is given',
    body: z.strictObject({ ...ruleFields, latest: z.int().min(1).max(100) }),
    answer: z.strictObject({
      items: z.array(
        z.strictObject({
          conversationId: uuid,
          buyerName: z.string(),
          shop: shopChip,
          language: language.nullable(),
          askedAt: instant.nullable(),
          isMet: z.boolean(),
          /** Null: the rule is not met, or nobody takes more. */
          agent: z.strictObject({ id: uuid, name: z.string() }).nullable(),
        }),
      ),
    }),
  }),
  'inbox-macros.list': route({
    id: 'inbox-macros.list',
    method: 'get',
    path: '/inbox-macros',
    scope: 'buyers:read',
    summary: 'Acts kept under a name to be run at once, by key and name',
    answer: z.strictObject({ items: z.array(inboxMacro) }),
  }),
  'inbox-macros.create': route({
    id: 'inbox-macros.create',
    method: 'post',
    path: '/inbox-macros',
    scope: 'returns:write',
    summary: 'Keep acts under a name, at most a hundred names',
    idempotent: true,
    status: 201,
    body: z.strictObject(macroFields),
    answer: inboxMacro,
  }),
  'inbox-macros.set': route({
    id: 'inbox-macros.set',
    method: 'put',
    path: '/inbox-macros/{macroId}',
    scope: 'returns:write',
    summary: 'Change a macro',
    params: ofMacro,
    body: z.strictObject(macroFields),
    answer: inboxMacro,
  }),
  'inbox-macros.remove': route({
    id: 'inbox-macros.remove',
    method: 'delete',
    path: '/inbox-macros/{macroId}',
    scope: 'returns:write',
    summary: 'Forget a macro',
    params: ofMacro,
    status: 204,
  }),
  'inbox-macros.run': route({
    id: 'inbox-macros.run',
    method: 'post',
    path: '/conversations/{conversationId}/macro-runs',
    scope: 'returns:write',
    summary: 'Do what a macro says to a conversation, all of it or nothing; its reply is handed back as a draft and sent by nobody',
    params: z.strictObject({ conversationId: uuid }),
    body: z.strictObject({ macroId: uuid }),
    answer: z.strictObject({ conversation, draft: z.string().nullable() }),
  }),
} as const;
