import type { AnswerOf, Routes } from '@tradewind/contract';
import type { Selectable } from 'kysely';
import type { TenantTables } from '../../../platform/database/tables.ts';

type Row = Pick<Selectable<TenantTables['review_display']>, 'is_on' | 'intent'>;
type State = AnswerOf<Routes['review-displays.preview']>['state'];

/** What is being taken down is `planned` or `unconfirmed` until the platform has let go of it. */
export function stateOf(row: Row | undefined): State {
  if (!row) return 'off';
  if (row.intent === 'planned') return 'planned';
  if (row.intent === 'sent' || row.intent === 'unknown') return 'unconfirmed';
  if (row.intent === 'rejected') return 'refused';
  return row.is_on ? 'shown' : 'off';
}

export const publicPathOf = ({ merchant_id, public_id }: { merchant_id: string; public_id: string }): string =>
  `/public/reviews/${merchant_id}/${public_id}`;
