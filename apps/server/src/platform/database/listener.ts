/**
 * LISTEN on a connection of its own. PostgreSQL forgets notifications for those who are away, so after each reconnection the
 * listener is called with null: look for yourself. A notification is a hint to look, never the work itself.
 */
import pg from 'pg';
import type { Log } from '../ports.ts';
import { systemSleep } from './system-sleep.ts';

export type Listener = { close(): Promise<void> };

type ListenerRequest = {
  connection: pg.ClientConfig;
  channel: string;
  heard: (payload: string | null) => void;
  log: Log;
};

const RECONNECT_PAUSE_MS = 500;

export async function openListener(request: ListenerRequest): Promise<Listener> {
  const closing = new AbortController();
  let client = await connect(request);
  const keepListening = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await lost(client);
      if (closing.signal.aborted) return;
      request.log.warn('database.listener-lost', { topic: request.channel });
      const next = await reconnect(request, closing.signal);
      if (!next) return;
      client = next;
      request.heard(null);
    }
  };
  const listening = keepListening();
  return {
    close: async () => {
      closing.abort();
      await client.end().catch(() => undefined);
      await listening;
    },
  };
}

async function connect({ connection, channel, heard }: ListenerRequest): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, keepAlive: true });
  client.on('error', () => undefined);
  client.on('notification', (message) => heard(message.payload ?? ''));
  await client.connect();
  await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  return client;
}

async function reconnect(request: ListenerRequest, signal: AbortSignal): Promise<pg.Client | null> {
  while (!signal.aborted) {
    try {
      const client = await connect(request);
      if (!signal.aborted) return client;
      await client.end();
    } catch {
      await systemSleep(RECONNECT_PAUSE_MS, signal);
    }
  }
  return null;
}

function lost(client: pg.Client): Promise<void> {
  return new Promise((resolve) => client.once('end', () => resolve()));
}
