/**
 * The one address in front of several servers: each request goes to the next of them in turn, as behind a plain load balancer, so that
 * nothing may lean on meeting the same process again. A server that refuses the connection is passed over; one that dies in the middle
 * of a request takes its answer with it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export type Splitter = { url: string; close(): Promise<void> };

/** Of the connection to the caller and this one hop; everything else is passed on as it came. */
const HOP_HEADERS = ['connection', 'keep-alive', 'transfer-encoding'];

export async function startSplitter(ports: readonly number[]): Promise<Splitter> {
  let turn = 0;
  const server = createServer((asked, answer) => {
    void bodyOf(asked).then((body) => {
      const first = turn++;
      pass(
        { asked, answer, body },
        [...ports.keys()].map((index) => ports[(first + index) % ports.length] ?? 0),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the splitter has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Passing = { asked: IncomingMessage; answer: ServerResponse; body: Buffer };

function pass({ asked, answer, body }: Passing, [port, ...others]: number[]): void {
  if (port === undefined) return void answer.destroy();
  const headers = Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !HOP_HEADERS.includes(name)));
  const onward = request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers, agent: false });
  onward.on('response', (from) => {
    const back = Object.entries(from.headers).filter(([name]) => !HOP_HEADERS.includes(name));
    answer.writeHead(from.statusCode ?? 502, Object.fromEntries(back));
    from.on('error', () => answer.destroy());
    from.pipe(answer);
  });
  onward.on('error', (error) => {
    // Nothing has been sent where nobody listens, so another one may have it; any other end leaves open what was done.
    if ('code' in error && error.code === 'ECONNREFUSED') pass({ asked, answer, body }, others);
    else answer.destroy();
  });
  answer.on('close', () => onward.destroy());
  onward.end(body);
}

async function bodyOf(asked: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Chunks of a request without an encoding are buffers.
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
