/** Pictures of products: written anew, in order, and refused for what they are. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { buildCaller, createBench, START_AT } from '../accounts/testing.ts';
import { type Catalogue, catalogueOf, codesOf, good, wishOf } from './testing.ts';

let database: TestDatabase;
let catalogue: Catalogue;
beforeAll(async () => {
  database = await createTestDatabase();
  const { services } = createBench(database.database, { startAt: START_AT });
  const { merchantId } = database;
  catalogue = catalogueOf({ services, merchantId, callerOf: (facts) => buildCaller(merchantId, facts) });
});
afterAll(() => database.close());

describe('pictures', () => {
  const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#0a7' } });
  const add = async (productId: string, bytes: Uint8Array) =>
    catalogue.ask()['product-media.create']({
      ...catalogue.around(),
      params: { productId },
      query: {},
      body: { mediaType: 'image/png', bytes, sha256: '' },
    });

  test('are written anew, upright and without what else lay in them', async () => {
    const made = good(await catalogue.create(wishOf('PICTURED')));
    const bytes = await plain(3000, 1000)
      .withExif({ IFD0: { Artist: 'Secret Name' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const kept = good(await add(made.id, bytes));
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 683, height: 2048 });
    for (const size of ['whole', 'small'] as const) {
      const opened = good(
        await catalogue.ask()['product-media.file']({
          ...catalogue.around(),
          params: { productId: made.id, mediaId: kept.id },
          query: { size },
          body: undefined,
        }),
      );
      expect((await sharp(opened.file.bytes).metadata()).exif).toBeUndefined();
      expect(Buffer.from(opened.file.bytes).includes('Secret Name')).toBe(false);
    }
    await catalogue
      .ask()
      ['product-media.remove']({ ...catalogue.around(), params: { productId: made.id, mediaId: kept.id }, query: {}, body: undefined });
    expect((await catalogue.read(made.id)).media).toEqual([]);
    expect(await catalogue.inMerchant((tx) => tx.selectFrom('blob').select('part').where('object_id', '=', kept.id).execute())).toEqual([]);
  });

  test('stand in the order that a person says, a new one last, and none is lost over it', async () => {
    const productId = good(await catalogue.create(wishOf('ORDERED'))).id;
    const bytes = await plain(200, 200).png().toBuffer();
    const [first, second] = [good(await add(productId, bytes)).id, good(await add(productId, bytes)).id];
    const order = (mediaIds: string[]) =>
      catalogue.ask()['product-media.order']({ ...catalogue.around(), params: { productId }, query: {}, body: { mediaIds } });
    const shown = async () => (await catalogue.read(productId)).media.map(({ id }) => id);
    expect(await order([second, first])).toBeUndefined();
    expect(await shown()).toEqual([second, first]);
    const third = good(await add(productId, bytes)).id;
    expect(await shown()).toEqual([second, first, third]);
    for (const wrong of [
      [first, second],
      [first, first, third],
      [first, second, third, database.merchantId],
    ])
      expect(await order(wrong)).toMatchObject({ refused: 'conflict' });
    expect(await shown()).toEqual([second, first, third]);
  });

  const cut = async () => (await plain(800, 800).jpeg().toBuffer()).subarray(0, 900);
  /** A PNG of 60,000 × 60,000 pixels, in a few hundred bytes. */
  const bomb = async () => {
    const bytes = await plain(200, 200).png().toBuffer();
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    return bytes;
  };
  test.each<[string, () => Promise<Uint8Array>, string]>([
    ['a page', async () => Buffer.from('<html>'), 'unknown-content'],
    ['an SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'unknown-content'],
    [
      'a sound, in the container that a WebP has',
      async () => Buffer.concat([Buffer.from('RIFF....WAVEfmt '), Buffer.alloc(100)]),
      'unknown-content',
    ],
    ['a GIF', () => plain(200, 200).gif().toBuffer(), 'unknown-content'],
    ['one that unpacks to gigabytes', bomb, 'too-many-pixels'],
    ['one cut off', cut, 'damaged'],
    ['a dot', () => plain(20, 20).png().toBuffer(), 'too-small'],
  ])('%s is refused', async (_, bytes, code) => {
    expect(codesOf(await add(await catalogue.idOf('ORDERED'), await bytes()))).toEqual([` ${code}`]);
  });
});
