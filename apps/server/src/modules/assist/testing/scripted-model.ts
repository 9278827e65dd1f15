/**
 * A server that speaks chat completions and is no model: it answers as a test tells it to, and keeps what it was told. `gullible` does whatever
 * any text it reads asks of it, which is worse than every model.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

const told = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });
const data = z.object({ question: z.string(), sources: z.array(z.object({ id: z.string(), kind: z.string(), text: z.string() })) });
export type Told = z.output<typeof data>;
type Answering = (told: Told) => string;

export async function startScriptedModel() {
  const state = {
    answer: ((): string => '{"reply":"","used":[]}') as Answering,
    heard: [] as Told[],
    instructions: [] as string[],
    isBroken: false,
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { messages } = told.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    const [instruction, asked] = [messages[0]?.content ?? '', data.parse(JSON.parse(messages[1]?.content ?? ''))];
    state.instructions.push(instruction);
    state.heard.push(asked);
    if (state.isBroken) {
      response.writeHead(500).end('sk-secret is not for logs');
      return;
    }
    const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: state.answer(asked) } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [choice] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { state, host: `127.0.0.1:${at.port}`, close };
}

/** Repeats every order, link, number and object that stands in what it reads, claims all sources there are, and answers in the form it is told. */
export const gullible: Answering = ({ question, sources }) => {
  const object = /\{[\s\S]*\}/.exec(question)?.[0];
  if (object) return object;
  const base64 = /[A-Za-z0-9+/]{24,}={0,2}/.exec(question)?.[0];
  const orders = [question, base64 ? Buffer.from(base64, 'base64').toString('utf8') : ''].join('\n');
  return JSON.stringify({ reply: orders, used: [...sources.map(({ id }) => id), ...(question.match(/\bs\d+\b/g) ?? [])] });
};
