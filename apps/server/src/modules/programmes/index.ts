/** Programmes a shop may be admitted to, and ways to pay. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { describeProducts } from './commands/describe-products.ts';
import { markSkus } from './commands/mark-skus.ts';
import { planApplication } from './commands/plan-application.ts';
import { saveHosting, setStage } from './commands/save-hosting.ts';
import { setPayments } from './commands/set-payments.ts';
import { setSeller } from './commands/set-seller.ts';
import { setStep } from './commands/set-step.ts';
import { listApplications } from './queries/application-list.ts';
import { readHosting } from './queries/hosting-view.ts';
import { listPayments } from './queries/local-payments.ts';
import { mexicoFile } from './queries/mexico-file.ts';
import { readProduct } from './queries/mexico-fit.ts';
import { readMexico } from './queries/mexico-overview.ts';
import { listSkus } from './queries/mexico-skus.ts';

export { keepReadingApplications } from './commands/keep-reading.ts';
export { readApplicationsJobHandler } from './jobs/read-applications.ts';
export { sendApplicationJobHandler } from './jobs/send-application.ts';
export { judgeMexicoOrders, type MexicoOrder } from './queries/mexico-orders.ts';
export { mexicoReasons, type OfferedReason } from './queries/mexico-publishing.ts';
export { applicationIntents } from './unsettled.ts';

type ProgrammeHandlers = Pick<
  Handlers,
  | 'us-to-mexico.get'
  | 'us-to-mexico.skus'
  | 'us-to-mexico.file'
  | 'us-to-mexico.set-seller'
  | 'us-to-mexico.mark'
  | 'us-to-mexico.set-step'
  | 'us-to-mexico.product'
  | 'us-to-mexico.describe'
  | 'eu-local-hosted.get'
  | 'eu-local-hosted.save'
  | 'eu-local-hosted.set-stage'
  | 'programme-applications.list'
  | 'programme-applications.create'
  | 'local-payments.list'
  | 'local-payments.set'
>;

export function programmeHandlers(services: Services): ProgrammeHandlers {
  return {
    'us-to-mexico.get': (input) => readMexico(services, input),
    'us-to-mexico.skus': (input) => listSkus(services, input),
    'us-to-mexico.file': (input) => mexicoFile(services, input),
    'us-to-mexico.set-seller': (input) => setSeller(services, input),
    'us-to-mexico.mark': (input) => markSkus(services, input),
    'us-to-mexico.set-step': (input) => setStep(services, input),
    'us-to-mexico.product': (input) => readProduct(services, input),
    'us-to-mexico.describe': (input) => describeProducts(services, input),
    'eu-local-hosted.get': (input) => readHosting(services, input),
    'eu-local-hosted.save': (input) => saveHosting(services, input),
    'eu-local-hosted.set-stage': (input) => setStage(services, input),
    'programme-applications.list': (input) => listApplications(services, input),
    'programme-applications.create': (input) => planApplication(services, input),
    'local-payments.list': (input) => listPayments(services, input),
    'local-payments.set': (input) => setPayments(services, input),
  };
}
