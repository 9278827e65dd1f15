/** Chats in the reader's language and answers in the buyer's. See README.md. */
import './tables.ts';
import type { Handlers } from '../../platform/http/handler.ts';
import type { Services } from '../../platform/services.ts';
import { clearMemory, saveSettings, testProvider } from './commands/save-settings.ts';
import { setTalk } from './commands/set-talk.ts';
import { translateMessages } from './commands/translate-messages.ts';
import { answerReviews, translateReply } from './commands/translate-reviews.ts';
import { translateText } from './commands/translate-text.ts';
import { readTalk } from './queries/conversation.ts';
import { readSettings } from './queries/settings.ts';
import { readReader, saveReader } from './reader.ts';

export { chatModelOf, chatModels } from './chat-models.ts';
export { forgetTranslations, rememberSent } from './commands/keep-sent.ts';
export { forgetReviewTranslations, translateReviews } from './commands/translate-reviews.ts';

type TranslationRoute = Extract<
  keyof Handlers,
  `${'conversation-translations' | 'message-translations' | 'review-translations' | 'review-text-translations' | 'text-translations' | 'translation-reader' | 'translation-settings' | 'translation-providers' | 'translation-memory'}.${string}`
>;

export function translationHandlers(services: Services): Pick<Handlers, TranslationRoute> {
  const { database, clock } = services;
  return {
    'conversation-translations.get': (input) => readTalk(services, input),
    'conversation-translations.set': (input) => setTalk(services, input),
    'message-translations.create': (input) => translateMessages(services, input),
    'review-translations.create': (input) => answerReviews(services, input),
    'review-text-translations.create': (input) => translateReply(services, input),
    'text-translations.create': (input) => translateText(services, input),
    'translation-reader.get': ({ caller }) => database.withMerchant(caller.merchantId, (tx) => readReader(tx, caller)),
    'translation-reader.set': (input) => saveReader(services, input),
    'translation-settings.get': ({ caller }) => database.withMerchant(caller.merchantId, (tx) => readSettings(tx, clock.now())),
    'translation-settings.set': (input) => saveSettings(services, input),
    'translation-providers.test': (input) => testProvider(services, input),
    'translation-memory.clear': (input) => clearMemory(services, input),
  };
}
