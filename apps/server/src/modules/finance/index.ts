/** What shops pay: rate cards, fees, tax numbers, deposits. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { exportRateCards, importRateCards } from './commands/import-cards.ts';
import { noteTaxId } from './commands/note-tax-id.ts';
import { removeRateCard, setRateCard } from './commands/save-cards.ts';
import { listDeposits } from './queries/deposits.ts';
import { calculateFees } from './queries/fees.ts';
import { listRateCards, rateCardHistory } from './queries/rate-cards.ts';
import { listTaxIds } from './queries/tax-ids.ts';

export { taxIdDuties } from './duties.ts';
export { type HeldCard, heldCards } from './queries/rate-cards.ts';

type FinanceHandlers = Pick<
  Handlers,
  | 'rate-cards.list'
  | 'rate-cards.export'
  | 'rate-cards.history'
  | 'rate-cards.set'
  | 'rate-cards.remove'
  | 'rate-card-imports.create'
  | 'fee-calculations.create'
  | 'tax-ids.list'
  | 'tax-ids.set'
  | 'deposits.list'
>;

export function financeHandlers(services: Services): FinanceHandlers {
  return {
    'rate-cards.list': (input) => listRateCards(services, input),
    'rate-cards.export': (input) => exportRateCards(services, input),
    'rate-cards.history': ({ caller, params, query }) => rateCardHistory(services, { caller, query, ...params }),
    'rate-cards.set': (input) => setRateCard(services, input),
    'rate-cards.remove': (input) => removeRateCard(services, input),
    'rate-card-imports.create': (input) => importRateCards(services, input),
    'fee-calculations.create': (input) => calculateFees(services, input),
    'tax-ids.list': (input) => listTaxIds(services, input),
    'tax-ids.set': (input) => noteTaxId(services, input),
    'deposits.list': (input) => listDeposits(services, input),
  };
}
