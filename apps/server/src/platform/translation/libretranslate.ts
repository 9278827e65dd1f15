/** Any server that speaks LibreTranslate's HTTP: POST /translate with the texts as a list. */
import { z } from 'zod';
import { askedOf, faultOfStatus, jsonOf } from '../ai/chat-completions.ts';
import type { HttpSend } from '../ports.ts';
import { asTranslation, inOrder, TranslationFailed, type TranslationProvider } from './port.ts';

type Options = { send: HttpSend; name: string; address: string; key: string | null; timeoutMs: number };

const translated = z.object({ translatedText: z.array(z.string()) });
const wrong = z.object({ error: z.string() });

export function libreTranslate({ send, name, address, key, timeoutMs }: Options): TranslationProvider {
  return {
    name,
    translate: async ({ from, to, segments }) => {
      const asked = { q: Object.values(segments), source: from, target: to, format: 'text', ...(key ? { api_key: key } : {}) };
      const { status, body } = await asTranslation(() =>
        askedOf(send, {
          method: 'POST',
          url: `${address.replace(/\/+$/, '')}/translate`,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: Buffer.from(JSON.stringify(asked)),
          timeoutMs,
        }),
      );
      const answer = jsonOf(body);
      if (status === 400 && /not (supported|available)/i.test(wrong.safeParse(answer).data?.error ?? ''))
        throw new TranslationFailed('language-not-offered', `the server does not translate ${from} to ${to}`);
      if (status !== 200) throw new TranslationFailed(faultOfStatus(status), `the server answered ${status}`);
      const found = translated.safeParse(answer);
      if (!found.success) throw new TranslationFailed('model-rubbish', 'the answer is no translation');
      return inOrder(segments, found.data.translatedText);
    },
  };
}
