/** Products in the languages of their markets. See README.md. */
import './tables.ts';
import { type Handlers, refuse } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { exportEntries, importEntries, removeEntry, setEntry } from './commands/entries.ts';
import { saveSettings, testModel } from './commands/save-settings.ts';
import { approveText, saveText } from './commands/save-text.ts';
import { cancelTextRun, createTextRun } from './commands/text-runs.ts';
import { listEntries } from './queries/entries.ts';
import { productTexts } from './queries/product-texts.ts';
import { listTexts } from './queries/text-list.ts';
import { listTextRunRows, readTextRun } from './queries/text-runs.ts';
import { readSetting, settingsOf } from './settings.ts';

export { draftTextsJobHandler } from './jobs/draft-texts.ts';
export { type ShopText, textsFor } from './queries/texts-for.ts';
export { glossaryOf } from './queries/wordbook.ts';

type LocalisationHandlers = Pick<
  Handlers,
  | 'product-texts.list'
  | 'product-texts.get'
  | 'product-texts.set'
  | 'product-texts.approve'
  | 'text-runs.create'
  | 'text-runs.get'
  | 'text-runs.rows'
  | 'text-runs.cancel'
  | 'translation-entries.list'
  | 'translation-entries.set'
  | 'translation-entries.remove'
  | 'translation-entries.export'
  | 'translation-entry-imports.create'
  | 'localisation-settings.get'
  | 'localisation-settings.set'
  | 'translation-models.test'
>;

export function localisationHandlers(services: Services): LocalisationHandlers {
  const { database } = services;
  return {
    'product-texts.list': (input) => listTexts(services, input),
    'product-texts.get': async ({ caller, params }) =>
      (await database.withMerchant(caller.merchantId, (tx) => productTexts(tx, services, { caller, ...params }))) ?? refuse('not-found'),
    'product-texts.set': (input) => saveText(services, input),
    'product-texts.approve': (input) => approveText(services, input),
    'text-runs.create': (input) => createTextRun(services, input),
    'text-runs.get': async ({ caller, params }) =>
      (await database.withMerchant(caller.merchantId, (tx) => readTextRun(tx, params.textRunId))) ?? refuse('not-found'),
    'text-runs.rows': (input) => listTextRunRows(services, input),
    'text-runs.cancel': (input) => cancelTextRun(services, input),
    'translation-entries.list': (input) => listEntries(services, input),
    'translation-entries.set': (input) => setEntry(services, input),
    'translation-entries.remove': (input) => removeEntry(services, input),
    'translation-entries.export': (input) => exportEntries(services, input),
    'translation-entry-imports.create': (input) => importEntries(services, input),
    'localisation-settings.get': async ({ caller }) => settingsOf(await database.withMerchant(caller.merchantId, readSetting)),
    'localisation-settings.set': (input) => saveSettings(services, input),
    'translation-models.test': (input) => testModel(services, input),
  };
}
