/** COPY, which `pg` alone does not speak: rows in PostgreSQL's own text form, streamed at the reader's pace. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';

/** Break out of the stream only by ending the connection: what PostgreSQL has still to send would stand before the next answer. */
export function copyOut(client: pg.ClientBase, select: string): Readable {
  return client.query(copyStreams.to(`COPY (${select}) TO STDOUT`));
}

/** `target` is a table with its columns, quoted by the caller. */
export async function copyIn(client: pg.ClientBase, target: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  await pipeline(source, client.query(copyStreams.from(`COPY ${target} FROM STDIN`)));
}
