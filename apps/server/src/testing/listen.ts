import { serve } from '@hono/node-server';
import type { Api } from '../platform/http/api.ts';

/** The HTTP side on a real socket of loopback, at a port that was free. */
export async function listen({ app }: Api): Promise<{ url: string; stop(): Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      const stop = () =>
        new Promise<void>((stopped) => {
          server.close(() => stopped());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${port}`, stop });
    });
  });
}
