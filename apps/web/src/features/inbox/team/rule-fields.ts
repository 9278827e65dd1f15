import type { AssignmentRuleView } from '@tradewind/contract/types';
import type { Request } from '../../../shared/api/call.ts';

/** A rule as it is written. */
export type RuleFields = Request<'assignment-rules.create'>['body'];

export const blankRule: RuleFields = {
  ...{ name: '', isLive: true, shopIds: [], markets: [], languages: [], hours: 'any' },
  ...{ memberIds: [], by: 'round-robin', mostOpen: null },
};

export const fieldsOf = ({
  name,
  isLive,
  shopIds,
  markets,
  languages,
  hours,
  memberIds,
  by,
  mostOpen,
}: AssignmentRuleView): RuleFields => ({
  ...{ name, isLive, shopIds, markets, languages, hours, memberIds, by, mostOpen },
});
