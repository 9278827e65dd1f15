import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { answerCase } from './commands/answer-case.ts';
import { keepPicture, openPicture } from './commands/keep-picture.ts';
import { createRule, dryRun, listRules, setRule, switchRule } from './commands/keep-rule.ts';
import { lookAtCase } from './commands/look-at-case.ts';
import { cancelUnasked, refundUnasked } from './commands/plan-unasked.ts';
import { receiveCase } from './commands/receive-case.ts';
import { cancelRun, createRun } from './commands/runs.ts';
import { sayFault } from './commands/say-fault.ts';
import { readCase, readOrderAfterSales } from './queries/case-detail.ts';
import { countCases, listCases } from './queries/case-list.ts';
import { readRun } from './queries/run.ts';

type ReturnRoute = Extract<
  keyof Handlers,
  | `return${'s' | '-looks' | '-answers' | '-evidence' | '-receipts' | '-rules' | '-runs'}.${string}`
  | `order-${'after-sales' | 'refunds' | 'cancellations'}.${string}`
>;

export function returnHandlers(services: Services): Pick<Handlers, ReturnRoute> {
  return {
    'returns.list': ({ caller, query }) => listCases(services, { caller, query }),
    'returns.counts': ({ caller, query }) => countCases(services, { caller, query }),
    'returns.get': ({ caller, params }) =>
      services.database.withMerchant(caller.merchantId, async (tx) => (await readCase(tx, { caller, ...params })) ?? refuse('not-found')),
    'returns.fault': (input) => sayFault(services, input),
    'return-looks.create': (input) => lookAtCase(services, input),
    'return-answers.create': (input) => answerCase(services, input),
    'return-evidence.create': (input) => keepPicture(services, input),
    'return-evidence.file': (input) => openPicture(services, input),
    'return-receipts.create': (input) => receiveCase(services, input),
    'order-after-sales.get': ({ caller, params }) => readOrderAfterSales(services, { caller, ...params }),
    'order-refunds.create': (input) => refundUnasked(services, input),
    'order-cancellations.create': (input) => cancelUnasked(services, input),
    'return-rules.list': ({ caller }) => listRules(services, { caller }),
    'return-rules.create': (input) => createRule(services, input),
    'return-rules.set': (input) => setRule(services, input),
    'return-rules.switch': (input) => switchRule(services, input),
    'return-rules.try': (input) => dryRun(services, input),
    'return-runs.create': (input) => createRun(services, input),
    'return-runs.cancel': (input) => cancelRun(services, input),
    'return-runs.get': ({ caller, params }) =>
      services.database.withMerchant(
        caller.merchantId,
        async (tx) => (await readRun(tx, { runId: params.returnRunId, shopIds: caller.shopIds })) ?? refuse('not-found'),
      ),
  };
}
