/** Pictures of conversations: a small PNG drawn from its id, so that it is the same after every restart; and one that is none. */
import { crc32, deflateSync } from 'node:zlib';
import { Hono } from 'hono';
import { BROKEN_IMAGE } from '../world/said.ts';

const SIDE = 320;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const NO_PICTURE = '<html><script>alert("no picture")</script></html>';

export function chatImages(): Hono {
  const hono = new Hono();
  hono.get('/chat-images/:file{(?:not-an-image-)?[0-9]{1,40}\\.png}', (c) => {
    const file = c.req.param('file');
    const bytes = file.startsWith(BROKEN_IMAGE) ? Buffer.from(NO_PICTURE) : drawn(BigInt(file.replace('.png', '')));
    return c.body(new Uint8Array(bytes).buffer, 200, { 'content-type': 'image/png', 'cache-control': 'max-age=86400' });
  });
  return hono;
}

/** A parcel: a box of the id's colour with a ribbon. */
function drawn(id: bigint): Buffer {
  const colour = [Number(id % 160n) + 60, Number((id / 7n) % 160n) + 60, Number((id / 49n) % 160n) + 60];
  const rows = Buffer.alloc(SIDE * (1 + SIDE * 3), 0xf4);
  for (let y = 0; y < SIDE; y += 1) {
    const row = y * (1 + SIDE * 3);
    rows[row] = 0;
    for (let x = 0; x < SIDE; x += 1) {
      if (Math.min(x, y, SIDE - x, SIDE - y) < SIDE / 6) continue;
      const isRibbon = Math.abs(x - SIDE / 2) < 10 || Math.abs(y - SIDE / 2) < 10;
      rows.set(isRibbon ? [0xff, 0xff, 0xff] : colour, row + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  // Eight bits of red, green and blue each.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
