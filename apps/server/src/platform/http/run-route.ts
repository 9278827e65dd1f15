import type { RouteDefinition, RouteId, UploadedFile } from '@tradewind/contract';
import type { Context } from 'hono';
import { checkInput } from './guard.ts';
import type { Caller, FileAnswer, Handlers } from './handler.ts';
import type { Outcome } from './idempotency.ts';
import type { ApiEnv, ApiOptions } from './options.ts';
import { isRefusal, problemAnswer, type Refusal } from './problem.ts';
import { lacks, type Recognition } from './recognition.ts';

type AnyHandler = (input: { params: unknown; query: unknown; body: unknown; caller: Caller; requestId: string }) => Promise<unknown>;

/** One request of a contract route, from its credential to its answer. */
export function createRouteRunner(options: ApiOptions, recognition: Recognition) {
  return async (definition: RouteDefinition, context: Context<ApiEnv>): Promise<Response> => {
    const requestId = context.get('requestId');
    context.set('routeId', definition.id);
    const identity = await recognition.recognise(context);
    if (isRefusal(identity)) return problemAnswer(identity, requestId);
    const { caller } = identity;
    const lacking = lacks(caller, definition.scope);
    if (lacking) return problemAnswer(lacking, requestId);
    const checked = await checkInput(definition, context.req.raw, context.req.param());
    if (isRefusal(checked)) return problemAnswer(checked, requestId);

    const exportWait = definition.file && !definition.isStoredFile ? recognition.exportWait(caller) : 0;
    if (exportWait > 0) return problemAnswer({ refused: 'rate-limited', retryAfterSeconds: exportWait }, requestId);

    const handler = handlerOf(options.handlers, definition.id);
    const run = () => handler({ ...checked.input, caller, requestId });
    const key = definition.idempotent ? context.req.raw.headers.get('idempotency-key') : null;
    if (key === null) return toResponse(context, definition, checkAnswer(options, definition, await run()));
    const outcome = await options.idempotency.once({
      key,
      route: definition.id,
      caller,
      // A file is the same file by its hash.
      request: definition.upload ? { ...checked.input, body: hashOf(checked.input.body) } : checked.input,
      run: async () => {
        const answer = checkAnswer(options, definition, await run());
        return isRefusal(answer) ? answer : { status: definition.status ?? 200, body: answer };
      },
    });
    return toResponse(context, definition, isRefusal(outcome) ? outcome : outcome.body);
  };
}

function handlerOf(handlers: Handlers, id: string): AnyHandler {
  // The casts: ids come from the route objects themselves, and checkInput has made the input that this route's
  // handler declares; TypeScript cannot carry that through a look-up by a union of ids.
  return handlers[id as RouteId] as unknown as AnyHandler;
}

/** An answer that breaks its own contract is a bug: found in tests, it throws. */
function checkAnswer({ checkAnswers }: ApiOptions, { id, answer: schema }: RouteDefinition, answer: unknown): unknown {
  if (!checkAnswers || isRefusal(answer) || !schema) return answer;
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new Error(`the answer of ${id} breaks the contract: ${parsed.error.message}`);
  return answer;
}

function toResponse(context: Context<ApiEnv>, definition: RouteDefinition, answer: Outcome['body'] | Refusal): Response {
  if (isRefusal(answer)) return problemAnswer(answer, context.get('requestId'));
  const status = definition.status ?? 200;
  context.header('cache-control', 'no-store');
  if (definition.file && isFile(answer)) {
    const { name, mediaType, bytes } = answer.file;
    context.header('content-type', mediaType);
    const plain = name.replaceAll(/[^\w.-]/g, '_');
    const whole = plain === name ? '' : `; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, '_')}`;
    context.header('content-disposition', `attachment; filename="${plain}"${whole}`);
    // Whatever it holds, no browser runs it as a page of ours.
    context.header('content-security-policy', "default-src 'none'; sandbox");
    // The cast: files come from buffers of this process, never from shared memory.
    return context.body(bytes as Uint8Array<ArrayBuffer>, 200);
  }
  return status === 204 ? context.body(null, 204) : context.json(answer as object, status);
}

const hashOf = (file: unknown): unknown => {
  // The cast: checkInput made it from the upload.
  const { mediaType, sha256 } = file as UploadedFile;
  return { mediaType, sha256 };
};

const isFile = (answer: unknown): answer is FileAnswer => typeof answer === 'object' && answer !== null && 'file' in answer;
