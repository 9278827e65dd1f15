/**
 * Apertium, a translator by rules: as the program on this machine, or as its HTTP server (APy). It knows neighbouring languages, needs no network
 * and no card for graphics, and writes like a dictionary. Several texts go through one start of the program, with a mark between
 * them that no language changes; words it does not know stay as they are.
 */
import { z } from 'zod';
import { askedOf, faultOfStatus, jsonOf } from '../ai/chat-completions.ts';
import type { HttpSend } from '../ports.ts';
import { ProgramFailed, type RunProgram } from '../run-program.ts';
import { asTranslation, inOrder, TranslationFailed, type TranslationProvider } from './port.ts';

/** Its pairs are named after ISO 639-3. */
const CODES: Readonly<Record<string, string>> = {
  ...{ en: 'eng', es: 'spa', pt: 'por', fr: 'fra', de: 'deu', it: 'ita', ms: 'zlm', id: 'ind', ar: 'ara', ru: 'rus', hi: 'hin' },
};

const pairOf = (from: string, to: string): { from: string; to: string } => {
  const [one, other] = [CODES[from], CODES[to]];
  if (!one || !other) throw notOffered(from, to);
  return { from: one, to: other };
};
const notOffered = (from: string, to: string) => new TranslationFailed('language-not-offered', `no pair ${from}-${to} is installed`);

const BETWEEN = '⟦|⟧';

type ProgramOptions = { run: RunProgram; name: string; timeoutMs: number };

export function apertiumProgram({ run, name, timeoutMs }: ProgramOptions): TranslationProvider {
  const started = async (args: string[], input: string) => {
    try {
      return await run({ program: 'apertium', args, input, timeoutMs });
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
      const faults = { missing: 'program-missing', slow: 'model-slow', 'too-long': 'model-rubbish' } as const;
      throw new TranslationFailed(faults[error.fault], error.message);
    }
  };
  return {
    name,
    translate: async ({ from, to, segments }) => {
      const pair = pairOf(from, to);
      const mode = `${pair.from}-${pair.to}`;
      const texts = Object.values(segments);
      if (texts.some((text) => text.includes(BETWEEN))) throw new TranslationFailed('model-rubbish', 'a text holds the mark between texts');
      const input = texts.join(`\n\n${BETWEEN}\n\n`);
      const { exitCode, output } = await started(['-u', '-f', 'txt', mode], input);
      if (exitCode !== 0) {
        const { output: modes } = await started(['-l'], '');
        if (!modes.split(/\s+/).includes(mode)) throw notOffered(from, to);
        throw new TranslationFailed('model-error', `the program ended with ${exitCode}`);
      }
      return inOrder(
        segments,
        output.split(BETWEEN).map((text) => text.trim()),
      );
    },
  };
}

type ServerOptions = { send: HttpSend; name: string; address: string; timeoutMs: number };

const answered = z.object({ responseData: z.object({ translatedText: z.string() }) });

/** APy takes one text a request. */
export function apertiumServer({ send, name, address, timeoutMs }: ServerOptions): TranslationProvider {
  return {
    name,
    translate: async ({ from, to, segments }) => {
      const pair = pairOf(from, to);
      const texts: string[] = [];
      for (const text of Object.values(segments)) {
        const form = new URLSearchParams({ langpair: `${pair.from}|${pair.to}`, q: text, markUnknown: 'no', format: 'txt' });
        const { status, body } = await asTranslation(() =>
          askedOf(send, {
            method: 'POST',
            url: `${address.replace(/\/+$/, '')}/translate`,
            headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
            body: Buffer.from(form.toString()),
            timeoutMs,
          }),
        );
        // It says "That pair is invalid" so.
        if (status === 400) throw notOffered(from, to);
        if (status !== 200) throw new TranslationFailed(faultOfStatus(status), `the server answered ${status}`);
        const found = answered.safeParse(jsonOf(body));
        if (!found.success) throw new TranslationFailed('model-rubbish', 'the answer is no translation');
        texts.push(found.data.responseData.translatedText);
      }
      return inOrder(segments, texts);
    },
  };
}
