/**
 * Any server that speaks the chat completions of OpenAI: the large providers, gateways, and models in the own house. One call a request, no
 * retry: whoever asks knows better whether to wait. An instruction of ours and a text of somebody's are two messages, and only the first one
 * is an instruction.
 */
import { z } from 'zod';
import { AddressRefused } from '../http-given.ts';
import { NoAnswer } from '../http-out.ts';
import type { HttpAnswer, HttpRequest, HttpSend } from '../ports.ts';

type Options = { send: HttpSend; address: string; model: string; key: string | null; timeoutMs: number };
export type ChatModel = {
  /** Throws ModelFailed, and nothing else that is not a bug. */
  complete(asked: { instruction: string; text: string }): Promise<string>;
};

export type ModelFault =
  | 'model-address-refused'
  | 'model-unreachable'
  | 'model-slow'
  | 'model-key-refused'
  | 'model-unknown'
  | 'model-busy'
  | 'model-refused'
  | 'model-error'
  | 'model-rubbish';

/** `detail` is for the eye of whoever set the model up; it never holds the key. */
export class ModelFailed extends Error {
  override name = 'ModelFailed';
  readonly fault: ModelFault;
  constructor(fault: ModelFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

export function chatModel({ send, address, model, key, timeoutMs }: Options): ChatModel {
  return {
    complete: async ({ instruction, text }) => {
      const messages = [
        { role: 'system', content: instruction },
        { role: 'user', content: text },
      ];
      const answer = await askedOf(send, {
        method: 'POST',
        url: `${address.replace(/\/+$/, '')}/chat/completions`,
        headers: { 'content-type': 'application/json', accept: 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
        body: Buffer.from(JSON.stringify({ model, temperature: 0, messages })),
        timeoutMs,
      });
      return contentOf(answer);
    },
  };
}

/** One call to an address that a merchant has typed in, and why there was no answer. */
export async function askedOf(send: HttpSend, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await send(request);
  } catch (error) {
    if (error instanceof AddressRefused) throw new ModelFailed('model-address-refused', error.message);
    if (error instanceof NoAnswer)
      throw new ModelFailed(/ within \d+ ms/.test(error.message) ? 'model-slow' : 'model-unreachable', error.message);
    throw error;
  }
}

const FAULTS: Readonly<Record<number, ModelFault>> = {
  401: 'model-key-refused',
  403: 'model-key-refused',
  404: 'model-unknown',
  429: 'model-busy',
};
export const faultOfStatus = (status: number): ModelFault => FAULTS[status] ?? 'model-error';

function contentOf({ status, body }: HttpAnswer): string {
  if (status !== 200) throw new ModelFailed(faultOfStatus(status), `the model answered ${status}`);
  const [choice] = completion.safeParse(jsonOf(body)).data?.choices ?? [];
  if (!choice) throw new ModelFailed('model-rubbish', 'the answer is no chat completion');
  if (choice.message.refusal || choice.finish_reason === 'content_filter')
    throw new ModelFailed('model-refused', 'the model would not answer');
  if (choice.finish_reason === 'length') throw new ModelFailed('model-rubbish', 'the answer was cut off');
  return choice.message.content ?? '';
}

/** Null where it is none. */
export function jsonOf(body: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
