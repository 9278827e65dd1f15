/**
 * The other side of three protocols, for tests: chat completions, LibreTranslate's HTTP and Apertium's (APy). A small program that imports nothing of
 * ours and is no translator: it answers from a list of phrases, each marked "[demo]", and what is not on it comes back marked as well, so
 * that nobody takes it for one.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** By the language asked for; each answer carries the mark. */
const phrases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zh: {
    '¿Dónde está mi pedido ⟦0⟧?': '[demo] 我的订单 ⟦0⟧ 在哪里？',
    'Muchas gracias, ¿cuándo llega?': '[demo] 非常感谢，什么时候到？',
    'Perfecto, gracias por todo.': '[demo] 太好了，谢谢。',
    '[demo] Hola, su pedido ⟦0⟧ sale hoy.': '[demo] 您好，您的订单 ⟦0⟧ 今天发出。',
  },
  es: {
    '您好，您的订单 ⟦0⟧ 今天发货。': '[demo] Hola, su pedido ⟦0⟧ sale hoy.',
    '大概三天后送到。': '[demo] Llega en unos tres días.',
    '不客气，祝您愉快。': '[demo] De nada, que tenga un buen día.',
  },
};
const said = (to: string, text: string): string => phrases[to]?.[text] ?? `[phrase list] ${text}`;

type Mood = 'good' | 'slow' | 'broken' | 'loses' | 'adds' | 'knows-nobody';
type Asked = { path: string; key: string | null; texts: string[]; from: string; to: string };
type State = { mood: Mood; asked: Asked[] };
type Call = { state: State; request: IncomingMessage; response: ServerResponse; body: string };

export async function startPhraseServer(port = 0) {
  const state: State = { mood: 'good', asked: [] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (request.url === '/v1/chat/completions') return chat({ state, request, response, body });
    if (request.url === '/libre/translate') return libre({ state, request, response, body });
    if (request.url === '/apy/translate') return apy({ state, request, response, body });
    response.writeHead(404).end();
  }).listen(port, '127.0.0.1');
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

const translated = ({ mood }: State, to: string, texts: string[]): string[] =>
  texts.map((text) => {
    const whole = said(to, text);
    if (mood === 'loses') return whole.replace('⟦0⟧', '9');
    return mood === 'adds' ? `${whole} 2026` : whole;
  });
/** True: it has answered, badly or not at all. */
const isMoody = ({ mood }: State, response: ServerResponse): boolean => {
  if (mood === 'slow') return true;
  if (mood === 'broken') json(response, 502, { error: { message: 'sk-secret is not for logs' } });
  return mood === 'broken';
};

function chat({ state, request, response, body }: Call): void {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
  const of = (role: string) => messages.find((message) => message.role === role)?.content ?? '';
  const segments = JSON.parse(of('user')) as Record<string, string>;
  const [, from = '', to = ''] = /from ([a-z]{2}) to ([a-z]{2})/.exec(of('system')) ?? [];
  const texts = Object.values(segments);
  state.asked.push({ path: request.url ?? '', key: request.headers.authorization ?? null, texts, from, to });
  if (isMoody(state, response)) return;
  const answers = translated(state, to, texts);
  const content = JSON.stringify(Object.fromEntries(Object.keys(segments).map((name, at) => [name, answers[at]])));
  const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', content } };
  json(response, 200, { id: 'x', object: 'chat.completion', created: 0, model: 'phrases', choices: [choice] });
}

function libre({ state, request, response, body }: Call): void {
  const { q, source, target, api_key: key = null } = JSON.parse(body) as { q: string[]; source: string; target: string; api_key?: string };
  state.asked.push({ path: request.url ?? '', key, texts: q, from: source, to: target });
  if (isMoody(state, response)) return;
  if (state.mood === 'knows-nobody') json(response, 400, { error: `${target} is not supported` });
  else json(response, 200, { translatedText: translated(state, target, q) });
}

function apy({ state, request, response, body }: Call): void {
  const form = new URLSearchParams(body);
  const [from = '', to = ''] = (form.get('langpair') ?? '').split('|');
  const text = form.get('q') ?? '';
  state.asked.push({ path: request.url ?? '', key: null, texts: [text], from, to });
  if (isMoody(state, response)) return;
  const [translatedText] = translated(state, to.slice(0, 2), [text]);
  if (state.mood === 'knows-nobody') json(response, 400, { status: 'error', code: 400, explanation: 'That pair is invalid' });
  else json(response, 200, { responseData: { translatedText }, responseStatus: 200, responseDetails: null });
}

const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
