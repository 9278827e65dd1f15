/**
 * The other side of the chat completions protocol, for tests: a small program that imports nothing of ours. It is no translator: what it
 * answers is a list of phrases, and whatever is not on it comes back marked, so that nobody takes it for one.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

const phrases: Readonly<Record<string, string>> = {
  'Enamel mug ⟦0⟧ ml': 'Emaille-Tasse ⟦0⟧ ml',
  'Holds tea and coffee.': 'Für Tee und Kaffee.',
};

type Mood = 'good' | 'slow' | 'busy' | 'broken' | 'rubbish' | 'refuses' | 'key' | 'loses' | 'cut';

export async function startModelServer() {
  const state: { mood: Mood; asked: { path: string; key: string | null; system: string; user: string }[] } = { mood: 'good', asked: [] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { messages } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: { role: string; content: string }[] };
    const contentOf = (role: string) => messages.find((message) => message.role === role)?.content ?? '';
    const user = contentOf('user');
    state.asked.push({ path: request.url ?? '', key: request.headers.authorization ?? null, system: contentOf('system'), user });
    answer(response, state.mood, user);
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

const STATUS: Partial<Record<Mood, number>> = { busy: 429, key: 401, broken: 502 };

function answer(response: ServerResponse, mood: Mood, user: string): void {
  if (mood === 'slow') return;
  const status = STATUS[mood];
  if (status) {
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":{"message":"sk-secret is not for logs"}}');
    return;
  }
  const asked = JSON.parse(user) as Record<string, string>;
  const said = Object.fromEntries(Object.entries(asked).map(([name, text]) => [name, phrases[text] ?? `[phrase list] ${text}`]));
  const kept = mood === 'loses' ? Object.fromEntries(Object.entries(said).map(([name, text]) => [name, text.replace('⟦0⟧', '9')])) : said;
  const content = mood === 'rubbish' ? 'Sure! Here you go: mug = Tasse' : `\`\`\`json\n${JSON.stringify(kept)}\n\`\`\``;
  const message =
    mood === 'refuses' ? { role: 'assistant', content: null, refusal: 'I would rather not.' } : { role: 'assistant', content };
  const choice = { index: 0, finish_reason: mood === 'cut' ? 'length' : 'stop', message };
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 0, model: 'phrases', choices: [choice] }));
}
