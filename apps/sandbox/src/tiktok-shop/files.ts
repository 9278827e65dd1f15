/** Papers of products under their addresses: a page with the name on it, because the bytes are not kept. */
import { Hono } from 'hono';
import type { Simulation } from '../world/simulation-type.ts';
import { pdfOf } from './pdf.ts';

export const fileUrl = (origin: string, id: string): string => `${origin}/files/${id}.pdf`;

export function files(sim: () => Simulation): Hono {
  const hono = new Hono();
  hono.get('/files/:file{[0-9]+\\.pdf}', (c) => {
    const file = sim().world.files.get(c.req.param('file').replace('.pdf', ''));
    if (!file) return c.notFound();
    const texts = [
      { x: 10, y: 20, size: 14, text: file.name.slice(0, 60), isBold: true },
      { x: 10, y: 30, size: 8, text: `${file.bytes} bytes, SHA-256 ${file.sha256}` },
    ];
    const bytes = pdfOf([{ widthMm: 210, heightMm: 148, texts, bars: [] }]);
    return c.body(new Uint8Array(bytes).buffer, 200, { 'content-type': 'application/pdf', 'cache-control': 'no-store' });
  });
  return hono;
}
