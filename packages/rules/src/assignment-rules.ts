/** Who of us is given a conversation in which a buyer waits and nobody answers yet: rules are asked in their order, the first that finds somebody decides. */

/** An empty list is no condition. A language that is not known meets no list of languages. */
export type AssignmentConditions = {
  shopIds: readonly string[];
  markets: readonly string[];
  languages: readonly string[];
  /** By the working hours of the shop; one without any is never `closed`. */
  hours: 'any' | 'open' | 'closed';
};
export type AssignmentRule = AssignmentConditions & {
  id: string;
  memberIds: readonly string[];
  by: 'round-robin' | 'least-loaded';
  /** Nobody is given more buyers who wait than this; null: any number. */
  mostOpen: number | null;
  /** Whom it chose last. */
  lastMemberId: string | null;
};
export type WaitingConversation = { shopId: string; market: string; language: string | null; isOpen: boolean };
/** Who may answer buyers: `shopIds` null is all shops; `load` is how many conversations of theirs have a buyer who waits. */
export type Agent = { id: string; shopIds: readonly string[] | null; isAccepting: boolean; load: number };

export function meetsRule(rule: AssignmentConditions, { shopId, market, language, isOpen }: WaitingConversation): boolean {
  return (
    (rule.shopIds.length === 0 || rule.shopIds.includes(shopId)) &&
    (rule.markets.length === 0 || rule.markets.includes(market)) &&
    (rule.languages.length === 0 || (language !== null && rule.languages.includes(language))) &&
    (rule.hours === 'any' || isOpen === (rule.hours === 'open'))
  );
}

/** Of those whom the rule names, who may answer in this shop and takes more; null: nobody now. */
function chooseAgent(rule: AssignmentRule, { shopId }: WaitingConversation, agents: readonly Agent[]): string | null {
  const able = rule.memberIds.flatMap((id, place) => {
    const agent = agents.find((one) => one.id === id);
    const isAble =
      agent?.isAccepting &&
      (agent.shopIds === null || agent.shopIds.includes(shopId)) &&
      (rule.mostOpen === null || agent.load < rule.mostOpen);
    return isAble ? [{ id, load: agent.load, place }] : [];
  });
  // After whom it chose last, round and round: also what breaks a tie of loads.
  const last = rule.lastMemberId === null ? -1 : rule.memberIds.indexOf(rule.lastMemberId);
  const turn = (place: number) => (place - last - 1 + rule.memberIds.length) % rule.memberIds.length;
  const order = (one: (typeof able)[number], other: (typeof able)[number]) =>
    (rule.by === 'least-loaded' ? one.load - other.load : 0) || turn(one.place) - turn(other.place);
  return able.sort(order)[0]?.id ?? null;
}

export type Assignment = { ruleId: string; memberId: string };

/** The first rule that meets it and has somebody for it. */
export function assignByRules(
  rules: readonly AssignmentRule[],
  conversation: WaitingConversation,
  agents: readonly Agent[],
): Assignment | null {
  for (const rule of rules) {
    const memberId = meetsRule(rule, conversation) ? chooseAgent(rule, conversation, agents) : null;
    if (memberId !== null) return { ruleId: rule.id, memberId };
  }
  return null;
}

/** As the next conversation finds them. */
export function afterAssignment<R extends AssignmentRule, A extends Agent>(
  { rules, agents }: { rules: readonly R[]; agents: readonly A[] },
  { ruleId, memberId }: Assignment,
): { rules: R[]; agents: A[] } {
  return {
    rules: rules.map((rule) => (rule.id === ruleId ? { ...rule, lastMemberId: memberId } : rule)),
    agents: agents.map((agent) => (agent.id === memberId ? { ...agent, load: agent.load + 1 } : agent)),
  };
}
